//! The pages for citizens, over the whole router in process, as a browser without JavaScript uses them.

mod dossiers;
mod drafts;
mod faults;
mod public;
mod sign_in;
mod site;
