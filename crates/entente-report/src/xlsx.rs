//! `plan.xlsx`: the plan and its figures as a workbook. Texts are written as texts, never as formulas.

mod sheet;

use crate::ReportError;
use crate::figures::amount;
use crate::view::{NeedKind, Report};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook};
use sheet::{Cell, Column, Sheet};

/// The workbook. Its creation date is D-day, so that the same run gives the same bytes.
///
/// # Errors
/// More rows or columns than a sheet can hold.
pub fn workbook(report: &Report) -> Result<Vec<u8>, ReportError> {
    let mut book = Workbook::new();
    let mut properties = DocProperties::new()
        .set_title(sheet::held(&report.case.name))
        .set_comment(format!("Entente {}, case SHA-256 {}", report.run.version, report.case.hash));
    let epoch = ExcelDateTime::from_ymd(2000, 1, 1);
    if let Ok(date) = ExcelDateTime::parse_from_str(&report.case.d_day).or(epoch) {
        properties = properties.set_creation_datetime(&date);
    }
    book.set_properties(&properties);
    let sheets = [
        summary(report),
        tours(report),
        leads(report),
        fill(report),
        gaps(report),
        level(report),
        burden(report),
        offers(report),
        objective(report),
        facts(report),
        sources(report),
        assumptions(report),
    ];
    for sheet in &sheets {
        sheet.write(&mut book).map_err(|e| ReportError::Workbook(format!("sheet {}: {e}", sheet.name)))?;
    }
    book.save_to_buffer().map_err(|e| ReportError::Workbook(e.to_string()))
}

fn summary(report: &Report) -> Sheet {
    let (case, run, level, objective) = (&report.case, &report.run, &report.level, &report.objective);
    let mut rows = vec![
        vec![Cell::text("Case"), Cell::text(&case.name)],
        vec![Cell::text("D-day"), Cell::date(&case.d_day)],
        vec![Cell::text("Horizon"), Cell::text(&format!("{} {}", case.horizon, report.time.kinds))],
    ];
    for fill in report.summary.fill.iter().filter(|f| f.lines > 0) {
        rows.push(vec![Cell::text(&format!("Filled, {} lines", fill.priority)), Cell::Share(fill.share)]);
        let lines = format!("{} complete, {} empty, of {}", fill.complete, fill.empty, fill.lines);
        rows.push(vec![Cell::text(&format!("Lines, {}", fill.priority)), Cell::text(&lines)]);
    }
    let at = |p: usize| report.period(p).to_owned();
    rows.extend([
        vec![Cell::text("People on tour at the peak"), Cell::whole(level.peak_people), Cell::text(&at(level.peak))],
        vec![
            Cell::text("People tied up at the peak"),
            Cell::whole(level.peak_tied_people),
            Cell::text(&at(level.peak_tied)),
        ],
        vec![Cell::text("Person-months planned"), Cell::Number(report.burden.person_months)],
        vec![Cell::text("Of them expected to come"), Cell::Share(report.summary.expected)],
        vec![Cell::text("Cost of the tours"), Cell::Number(report.burden.cost), Cell::text(&case.currency)],
        vec![Cell::text("Nations that serve"), Cell::whole(report.summary.nations as u64)],
        vec![
            Cell::text("Offers used"),
            Cell::text(&format!("{} of {}", report.summary.offers_used, report.summary.offers)),
        ],
        vec![Cell::text("Objective"), Cell::Number(objective.value)],
        vec![Cell::text("Proven bound"), Cell::Number(objective.bound)],
        vec![Cell::text("Gap"), Cell::Share(objective.gap)],
        vec![Cell::text("Status"), Cell::text(objective.status)],
    ]);
    let sentences = report.summary.lead.iter().chain(&report.summary.gaps).chain(&report.summary.rests_on);
    rows.extend(sentences.chain(&objective.meaning).map(|s| vec![Cell::text("In words"), Cell::text(s)]));
    rows.extend([
        vec![Cell::text("Entente"), Cell::text(&run.version)],
        vec![Cell::text("Method"), Cell::text(run.method)],
        vec![Cell::text("Solver"), Cell::text(&run.solver)],
        vec![Cell::text("Seed"), Cell::whole(u64::from(run.seed))],
        vec![Cell::text("SHA-256 of the case"), Cell::text(&case.hash)],
    ]);
    rows.extend(
        run.inputs.iter().map(|(file, hash)| vec![Cell::text(&format!("SHA-256 of {file}")), Cell::text(hash)]),
    );
    rows.extend(run.notes.iter().map(|note| vec![Cell::text("Note"), Cell::text(note)]));
    Sheet::new(
        "Summary",
        vec![Column::new("What", 32), Column::wrapped("Value", 90), Column::new("When or unit", 16)],
        rows,
    )
}

fn tours(report: &Report) -> Sheet {
    let columns = [
        ("Offer", 16),
        ("Nation", 8),
        ("Unit", 36),
        ("Line", 12),
        ("Title", 36),
        ("Formation", 14),
        ("First day", 12),
        ("Last day", 12),
        ("Starts in", 10),
        ("Elements", 10),
        ("People", 10),
        ("Through", 14),
    ];
    let row = |t: &crate::view::TourView| {
        vec![
            Cell::text(&t.offer),
            Cell::text(&t.nation),
            Cell::text(&t.unit),
            Cell::text(&t.line),
            Cell::text(&t.title),
            Cell::text(&t.formation),
            Cell::date(&t.start),
            Cell::date(&t.end),
            Cell::text(&t.start_period),
            Cell::whole(u64::from(t.elements)),
            Cell::whole(t.people),
            Cell::text(t.entry.as_deref().unwrap_or("")),
        ]
    };
    Sheet::of("Tours", &columns, report.tours.iter().map(row).collect())
}

fn leads(report: &Report) -> Sheet {
    let row = |l: &crate::view::LeadView| {
        vec![Cell::text(&l.formation), Cell::text(&l.formation_name), Cell::text(&l.nation), Cell::text(&l.nation_name)]
    };
    let columns = [("Formation", 16), ("Name", 36), ("Nation", 10), ("Led by", 24)];
    Sheet::of("Leads", &columns, report.leads.iter().map(row).collect())
}

fn fill(report: &Report) -> Sheet {
    let columns = [
        ("Line", 12),
        ("Title", 44),
        ("Kind", 8),
        ("Formation", 14),
        ("Capability", 34),
        ("Priority", 10),
        ("Weight", 8),
        ("Element-months asked", 14),
        ("There", 12),
        ("Short", 12),
        ("Filled", 10),
        ("Most people", 12),
        ("Article", 40),
    ];
    let row = |n: &crate::view::Need| {
        vec![
            Cell::text(&n.id),
            Cell::text(&n.title),
            Cell::text(if n.kind == NeedKind::Line { "line" } else { "rule" }),
            Cell::text(&n.formation),
            Cell::text(&n.capability),
            Cell::text(n.priority),
            Cell::Number(n.weight),
            Cell::Number(n.asked_months),
            Cell::Number(n.filled_months),
            Cell::Number(n.short_months),
            Cell::Share(n.filled()),
            n.people.iter().max().map_or(Cell::Empty, |&p| Cell::whole(p)),
            Cell::text(&n.article),
        ]
    };
    Sheet::of("Fill", &columns, report.needs.iter().map(row).collect())
}

fn gaps(report: &Report) -> Sheet {
    let mut columns = vec![Column::new("Line", 12), Column::new("Title", 44), Column::new("Priority", 10)];
    columns.extend(report.time.periods.iter().map(|p| Column::new(&p.label, 9)));
    let row = |n: &crate::view::Need| {
        let mut cells = vec![Cell::text(&n.id), Cell::text(&n.title), Cell::text(n.priority)];
        let cell =
            |(&asked, &short): (&f64, &f64)| if asked > 0.0 || short > 0.0 { Cell::Number(short) } else { Cell::Empty };
        cells.extend(n.asked.iter().zip(&n.short).map(cell));
        cells
    };
    let mut sheet = Sheet::new("Gaps", columns, report.needs.iter().map(row).collect());
    sheet.scale_from = Some(3);
    sheet.frozen_columns = 3;
    sheet
}

fn level(report: &Report) -> Sheet {
    let columns = [
        ("Period", 12),
        ("First day", 12),
        ("On tour", 12),
        ("Tied up", 12),
        ("Asked by lines", 14),
        ("Authorised", 12),
        ("Ceilings of nations that state one", 18),
        ("On tour from these", 14),
    ];
    let some = |x: Option<u64>| x.map_or(Cell::Empty, Cell::whole);
    let row = |(at, p): (usize, &crate::view::LevelPeriod)| {
        let period = report.time.periods.get(at);
        vec![
            Cell::text(period.map_or("", |p| p.label.as_str())),
            Cell::date(period.map_or("", |p| p.first_day.as_str())),
            Cell::whole(p.people),
            Cell::whole(p.tied),
            Cell::whole(p.asked),
            some(p.authorised.map(u64::from)),
            some(p.ceilings),
            Cell::whole(p.under_ceilings),
        ]
    };
    Sheet::of("Force level", &columns, report.level.periods.iter().enumerate().map(row).collect())
}

fn burden(report: &Report) -> Sheet {
    let columns = [
        ("Nation", 10),
        ("Name", 22),
        ("Peak on tour", 12),
        ("Ceiling then", 12),
        ("Peak tied up", 12),
        ("Person-months", 14),
        ("Share", 10),
        ("Expected", 12),
        ("Cost", 18),
        ("Share of cost", 12),
        ("Share of GDP", 12),
        ("Share of population", 12),
        ("Fair share, person-months", 16),
        ("Off the key", 12),
    ];
    let share = |x: Option<f64>| x.map_or(Cell::Empty, Cell::Share);
    let number = |x: Option<f64>| x.map_or(Cell::Empty, Cell::Number);
    let row = |n: &crate::view::NationShare| {
        vec![
            Cell::text(&n.id),
            Cell::text(&n.name),
            Cell::whole(n.peak),
            n.ceiling.map_or(Cell::Empty, |c| Cell::whole(u64::from(c))),
            Cell::whole(n.peak_tied),
            Cell::Number(n.person_months),
            Cell::Share(n.share),
            Cell::Number(n.expected),
            Cell::Number(n.cost),
            Cell::Share(n.share_cost),
            share(n.share_gdp),
            share(n.share_population),
            number(n.fair),
            number(n.deviation),
        ]
    };
    let mut rows: Vec<Vec<Cell>> = report.burden.nations.iter().map(row).collect();
    let index = |name: &str, value: f64| vec![Cell::Empty, Cell::text(name), Cell::text(&amount(value, 4))];
    rows.push(Vec::new());
    rows.push(index("Concentration (HHI) of person-months", report.burden.concentration));
    rows.push(index("Concentration (HHI) of cost", report.burden.concentration_cost));
    Sheet::of("Burden", &columns, rows)
}

fn offers(report: &Report) -> Sheet {
    let columns = [
        ("Offer", 16),
        ("Nation", 8),
        ("Unit", 36),
        ("Capability", 34),
        ("Status", 14),
        ("Condition", 44),
        ("Likely to come", 12),
        ("Elements", 10),
        ("People each", 12),
        ("Most on tour at once", 12),
        ("Lines", 24),
        ("Why not used", 60),
        ("Statement", 60),
    ];
    let some = |x: Option<u32>| x.map_or(Cell::Empty, |x| Cell::whole(u64::from(x)));
    let row = |o: &crate::view::OfferView| {
        vec![
            Cell::text(&o.id),
            Cell::text(&o.nation),
            Cell::text(&o.unit),
            Cell::text(&o.capability),
            Cell::text(o.status),
            Cell::text(&o.condition),
            Cell::Share(o.delivery),
            some(o.elements),
            some(o.strength),
            Cell::whole(o.peak),
            Cell::text(&o.lines.join(", ")),
            Cell::text(&o.unused),
            Cell::text(&o.statement),
        ]
    };
    Sheet::of("Offers", &columns, report.offers.iter().map(row).collect())
}

fn objective(report: &Report) -> Sheet {
    let columns =
        [("Term", 14), ("What it counts", 40), ("Amount", 18), ("Unit", 32), ("A unit weighs", 16), ("It weighs", 20)];
    let row = |t: &crate::view::ObjectiveTerm| {
        vec![
            Cell::text(t.name),
            Cell::text(t.meaning),
            Cell::Number(t.amount),
            Cell::text(&t.unit),
            Cell::Exact(t.weight),
            Cell::Exact(t.weighs),
        ]
    };
    let mut rows: Vec<Vec<Cell>> = report.objective.terms.iter().map(row).collect();
    let sum = |name: &str, what: &str, value: f64| {
        vec![Cell::text(name), Cell::text(what), Cell::Empty, Cell::Empty, Cell::Empty, Cell::Exact(value)]
    };
    rows.push(sum("total", "What the plan scores; less is better", report.objective.value));
    rows.push(sum("bound", "No plan can score less: proven", report.objective.bound));
    Sheet::of("Objective", &columns, rows)
}

fn facts(report: &Report) -> Sheet {
    let columns = [
        ("Fact", 24),
        ("Meaning", 80),
        ("Taken to", 14),
        ("Likely", 10),
        ("Offers that name it", 12),
        ("Person-months on it", 14),
    ];
    let row = |f: &crate::view::FactView| {
        vec![
            Cell::text(&f.id),
            Cell::text(&f.meaning),
            Cell::text(if f.holds { "holds" } else { "does not hold" }),
            Cell::Share(f.probability),
            Cell::whole(f.offers as u64),
            Cell::Number(f.person_months),
        ]
    };
    Sheet::of("Facts", &columns, report.facts.iter().map(row).collect())
}

fn sources(report: &Report) -> Sheet {
    let columns = [
        ("Source", 16),
        ("Title", 60),
        ("Publisher", 30),
        ("Date", 12),
        ("Where", 40),
        ("To know", 60),
        ("Rows that cite it", 12),
    ];
    let row = |s: &crate::view::SourceView| {
        vec![
            Cell::text(&s.id),
            Cell::text(&s.title),
            Cell::text(&s.publisher),
            Cell::date(&s.date),
            Cell::text(&s.locator),
            Cell::text(&s.note),
            Cell::whole(s.cited as u64),
        ]
    };
    Sheet::of("Sources", &columns, report.sources.iter().map(row).collect())
}

fn assumptions(report: &Report) -> Sheet {
    // One row of the sheet for each row of the case: to be filtered.
    let rows = report.assumptions.iter().flat_map(|a| {
        a.rows.iter().map(|id| vec![Cell::text(a.kind), Cell::text(id), Cell::text(a.basis), Cell::text(&a.why)])
    });
    Sheet::of("Assumptions", &[("Kind", 18), ("Row", 22), ("Basis", 10), ("Why", 120)], rows.collect())
}
