//! Products: what other programs and people read. Each format owns its serialised structs.

pub mod application_schema;
pub mod documents;
pub mod schema;
pub mod sentence;
pub mod source_map;
pub mod table;
