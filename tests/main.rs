//! The one integration binary; a module per concern.

mod cli;
mod house;
