//! Sheets that other systems export: one column is filled, and no other cell is lost or changed. Read back with a reader
//! that is not ours.

use std::collections::BTreeMap;
use std::fs;

use csv::ReaderBuilder;
use fuzz::{Bytes, MIB, each, text};
use grade::class::Class;
use grade::export::{self, Kind, Request};
use proptest::collection::vec;
use proptest::prelude::{Just, Strategy, any, prop_oneof};
use proptest::sample::select;

use crate::class;

/// How a sheet is written.
#[derive(Debug, Clone)]
struct Form {
    delimiter: char,
    end: &'static str,
    mark: bool,
    last_end: bool,
}

fn form() -> impl Strategy<Value = Form> {
    let delimiter = select([',', ';', '\t'].as_slice());
    (delimiter, select(["\n", "\r\n"].as_slice()), any::<bool>(), any::<bool>())
        .prop_map(|(delimiter, end, mark, last_end)| Form { delimiter, end, mark, last_end })
}

/// A cell as it stands in a sheet: quoted where it must be, or because somebody liked to.
fn cell(text: &str, is_quoted: bool, delimiter: char) -> String {
    let must = text.contains([delimiter, '"', '\n', '\r']);
    if must || is_quoted { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}

fn written(form: &Form, rows: &[Vec<(String, bool)>]) -> String {
    let row = |row: &Vec<(String, bool)>| {
        let cells: Vec<String> = row.iter().map(|(text, quoted)| cell(text, *quoted, form.delimiter)).collect();
        cells.join(&form.delimiter.to_string())
    };
    let rows = rows.iter().map(row).collect::<Vec<_>>().join(form.end);
    let (mark, end) = (if form.mark { "\u{feff}" } else { "" }, if form.last_end { form.end } else { "" });
    format!("{mark}{rows}{end}")
}

fn read(sheet: &str, delimiter: char) -> Vec<Vec<String>> {
    let mut reader =
        ReaderBuilder::new().delimiter(delimiter as u8).has_headers(false).flexible(true).from_reader(sheet.as_bytes());
    let row = |record: csv::Result<csv::StringRecord>| {
        record.expect("it is read").iter().map(str::to_owned).collect::<Vec<String>>()
    };
    reader.records().map(row).collect()
}

/// The sheet filled with the points of the class, if it can be.
fn filled(kind: Kind, class: &Class, sheet: &[u8]) -> Result<String, String> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("sheet.csv");
    fs::write(&path, sheet).expect("written");
    let set = if kind == Kind::Canvas { [("column".to_owned(), "77".to_owned())].into() } else { BTreeMap::new() };
    let request = Request {
        rules: None,
        out: Some(folder.path().join("out.csv")),
        sheet: Some(path),
        set,
        root: enchufe::root().to_owned(),
        report: folder.path().to_owned(),
    };
    export::write(kind, Some(class), &request).map_err(|problem| problem.to_string())?;
    Ok(fs::read_to_string(folder.path().join("out.csv")).expect("it was written"))
}

#[test]
fn no_cell_of_a_sheet_is_lost_and_only_one_column_is_filled() {
    let text = || {
        prop_oneof![
            3 => "[a-zñ ]{0,8}",
            1 => "[a-z,;\\t\"\n\r' =]{0,12}",
            1 => Just("Pérez, Ana".to_owned()),
            1 => "[0-9]{1,3}[.,][0-9]{1,2}",
        ]
    };
    let row = vec((text(), any::<bool>()), 4);
    each(600, 8 * MIB, (form(), vec(row, 0..8)), |(form, others)| {
        let plain = |texts: [&str; 6]| texts.map(|text| (text.to_owned(), false)).to_vec();
        let mut rows = vec![plain(["Student", "ID", "SIS Login ID", "Section", "Task (77)", "Other"])];
        for (number, mut cells) in others.into_iter().enumerate() {
            cells[1] = (number.to_string(), cells[1].1);
            cells.push((String::new(), cells[0].1));
            cells.push(("1".to_owned(), false));
            rows.push(cells);
        }
        rows.push(plain(["Zoe", "zoe-id", "", "1", "", "2"]));
        let sheet = written(&form, &rows);
        let class = class(&["zoe-id", "nobody"]);
        let before = read(&sheet, form.delimiter);
        let after =
            filled(Kind::Canvas, &class, sheet.as_bytes()).unwrap_or_else(|problem| panic!("{problem}: {sheet}"));
        let mut expected = before.clone();
        expected.last_mut().expect("Zoe's")[4] = "0".to_owned();
        assert_eq!(read(&after, form.delimiter), expected);
        assert_eq!(after.starts_with('\u{feff}'), form.mark);
    });
}

#[test]
fn any_sheet_is_filled_or_refused() {
    let canvas = "Student,ID,SIS Login ID,Section,\"Task, one (77)\"\r\n    Points Possible,,,,190\r\n\"Pérez, Ana\",1,ana,S,\r\n";
    let moodle =
        "Identifier;\"Full name\";\"Maximum grade\";Grade;\"Last modified (grade)\"\nParticipant 12;Ana;190,00;;-\n";
    let words = ["Student", "ID", "(77)", "\"\"", "Identifier", "Grade", "EX", "190", ",,,,", ";;;;"];
    let kinds = [(Kind::Canvas, canvas), (Kind::Moodle, moodle)];
    for (kind, sheet) in kinds {
        let sheets = text::mutated(vec![sheet.as_bytes().to_vec()], &words);
        each(600, 8 * MIB, sheets, move |Bytes(bytes)| {
            let class = class(&["ana", "x_12_assignsubmission_file", "ana_1_2_task"]);
            match filled(kind, &class, &bytes) {
                Ok(once) => assert_eq!(filled(kind, &class, once.as_bytes()), Ok(once), "filled once and twice"),
                Err(problem) => assert!(!problem.is_empty()),
            }
        });
    }
}
