//! The official documents: how each page looks, what must be true of every file, and what hostile values can't do.

mod archive;
mod docx;
mod golden;
mod hostile;
mod pages;
mod samples;
mod scans;
