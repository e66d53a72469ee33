use bindery_model::{Block, BlockKind, Cell, Inline, ListItem, ListKind, Post, Row, Site, Table};

use crate::{Options, post_to_string};

fn cell(text: &str) -> Cell {
    Cell {
        blocks: vec![Block::plain(vec![Inline::text(text)])],
        ..Cell::default()
    }
}

fn row(cells: Vec<Cell>) -> Row {
    Row {
        attributes: None,
        cells,
    }
}

fn of(rows: Vec<Row>) -> Table {
    Table {
        bodies: vec![rows],
        ..Table::default()
    }
}

fn table(rows: &[&[&str]], header: usize) -> Table {
    let rows = rows.iter().enumerate().map(|(index, texts)| {
        let cells = texts.iter().map(|text| Cell {
            header: index < header,
            ..cell(text)
        });
        row(cells.collect())
    });
    of(rows.collect())
}

fn set(table: Table, width: usize) -> String {
    let block = BlockKind::Table(Box::new(table)).into();
    let post = Post {
        blocks: vec![block],
        ..Post::default()
    };
    let options = Options {
        width,
        ..Options::default()
    };
    post_to_string(&post, &Site::default(), &options)
}

#[test]
fn columns_are_aligned_and_numbers_stand_by_their_points() {
    let rows: [&[&str]; 4] = [
        &["name", "sum"],
        &["a", "5.25"],
        &["长名", "1,000"],
        &["b", "—"],
    ];
    assert_eq!(
        set(table(&rows, 1), 40),
        "name       sum\n----  --------\na         5.25\n长名  1,000\nb            —\n"
    );
}

#[test]
fn cells_that_wrap_are_parted_by_blank_lines() {
    let rows: [&[&str]; 3] = [
        &["who", "what"],
        &["Ann", "plants a tree in the garden"],
        &["Bo", "waters it"],
    ];
    assert_eq!(
        set(table(&rows, 1), 20),
        "who  what\n---  ---------------\nAnn  plants a tree\n     in the garden\n\nBo   waters it\n"
    );
}

#[test]
fn spans_keep_their_places() {
    let rows = vec![
        row(vec![
            Cell {
                row_span: 2,
                ..cell("a tall one")
            },
            Cell {
                column_span: 2,
                ..cell("wide")
            },
        ]),
        row(vec![cell("x"), cell("y")]),
        row(vec![cell("l"), cell("m"), cell("n")]),
    ];
    assert_eq!(
        set(of(rows), 40),
        "a tall one  wide\n            x  y\nl           m  n\n"
    );
}

#[test]
fn what_does_not_fit_becomes_records_and_nothing_is_lost() {
    let values = ["alphabetical", "geographical", "historical"];
    assert_eq!(
        set(table(&[&["one", "two", "three"], &values], 1), 20),
        "one: alphabetical\ntwo: geographical\nthree: historical\n"
    );
    for header in 0..=2 {
        let text = set(table(&[&values, &values], header), 12);
        assert_eq!(text.matches("geographical").count(), 2, "{header}: {text}");
    }
}

#[test]
fn a_very_long_cell_and_very_many_columns_become_records() {
    let long = "长".repeat(400_000);
    let text = set(table(&[&["k", "v"], &["a", &long]], 1), 40);
    assert!(text.starts_with("k: a\nv: 长长"), "{}", &text[..40]);
    let names: Vec<String> = (0..10_000).map(|n| format!("c{n}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let text = set(table(&[&names, &names], 1), 40);
    assert!(text.contains("\nc9999: c9999\n"));
}

#[test]
fn hostile_spans_cost_no_more_than_their_cells() {
    let cell = |column_span, row_span| Cell {
        column_span,
        row_span,
        ..Cell::default()
    };
    let mut rows = vec![row(vec![cell(1, 65_534); 10_000])];
    rows.extend((0..10_000).map(|_| row(vec![cell(1000, 1)])));
    set(of(rows), 40);
    // Few columns, each cell spanning all the rows.
    set(of((0..3000).map(|_| row(vec![cell(1, 0)])).collect()), 40);
}

#[test]
fn tables_in_tables_are_set_once() {
    let mut inner = table(&[&["a", "b"]], 0);
    for _ in 0..60 {
        let nested = Cell {
            blocks: vec![BlockKind::Table(Box::new(inner)).into()],
            ..Cell::default()
        };
        inner = of(vec![row(vec![nested, cell("x")])]);
    }
    let text = set(inner, 72);
    assert_eq!(text.matches('x').count(), 60);
}

#[test]
fn lists_in_narrow_cells_keep_their_marks() {
    let list = |kind, texts: &[&str]| {
        let items = texts.iter().map(|text| ListItem {
            blocks: vec![Block::plain(vec![Inline::text(*text)])],
            ..ListItem::default()
        });
        Block::from(BlockKind::List {
            kind,
            items: items.collect(),
        })
    };
    let first = cell("a");
    let cell = Cell {
        blocks: vec![list(ListKind::Bullet, &["x", "y z"])],
        ..Cell::default()
    };
    let rows = vec![row(vec![first, cell])];
    assert_eq!(set(of(rows), 60), "a  - x\n   - y z\n");
}
