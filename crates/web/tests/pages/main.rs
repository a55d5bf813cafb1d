//! The pages for citizens, over the whole router in process, as a browser without JavaScript uses them.

mod accounts;
mod administration;
mod counter;
mod desk;
mod desk_life;
mod directory;
mod documents;
mod doors;
mod dossiers;
mod drafts;
mod faults;
mod identity;
mod lost_cookies;
mod payments;
mod personal;
mod positions;
mod provider;
mod public;
mod quality;
mod registry;
mod routes;
mod security;
mod settled;
mod sign_in;
mod site;
mod tasks;
