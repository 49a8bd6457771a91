//! Generated files that are committed are fresh.

use std::path::Path;

use crate::common::assert_fresh;

#[test]
fn the_keyword_grammar_is_fresh() {
    assert_fresh(Path::new("grammar/keywords.pest"), &guanju::syntax::keywords::grammar_source());
}

#[test]
fn the_schema_of_judgements_is_fresh() {
    assert_fresh(Path::new("docs/schema/judgement.schema.json"), &guanju::judgement::json::schema());
}

#[test]
fn the_schema_is_fresh() {
    assert_fresh(Path::new("docs/schema/rule-table.schema.json"), &guanju::emit::schema::rule_table_schema());
}
