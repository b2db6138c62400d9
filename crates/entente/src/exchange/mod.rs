//! Formats that others use: workbooks, plans typed by hand, public figures, a benchmark.

pub mod case_geojson;
pub mod columns;
pub mod efp;
pub mod iso3;
pub mod ledger;
pub mod plan_file;
pub mod plan_json;
pub mod plan_table;
pub mod skyline;
pub mod un_contributions;
pub mod workbook;
pub mod xlsx_case;
