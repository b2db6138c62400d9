//! `condition[u]` and `caveat[u,r]`: what must hold of the plan itself while an offer is on tour. The plan
//! never uses an offer whose condition the plan itself breaks.

use crate::force::eligible;
use crate::force::model::Model;
use crate::force::nations;
use entente_model::{Expr, Formation, Ix, Nation, Offer, Period, Term};
use entente_solve::Col;

/// Adds a[u] for the offers whose condition speaks of the plan; before the rows of `busy`, which bind it.
pub fn add_columns(model: &mut Model<'_>) {
    for u in model.case.offers.indices() {
        let open = !matches!(eligible::condition(model.case, u), Expr::Const(_));
        if open && !model.of_offer[u.get()].is_empty() {
            let a = model.milp.binary(format!("a[{}]", model.offer_id(u)));
            model.a.insert(u, a);
        }
    }
}

/// Adds the rows.
pub fn add(model: &mut Model<'_>) {
    for (u, a) in model.a.clone() {
        let pairs = model.of_offer[u.get()].clone();
        let name = format!("condition[{}]", model.offer_id(u));
        let expr = eligible::condition(model.case, u);
        require(model, &name, u, &pairs, Some(a), &|_| expr.clone());
    }
    for u in model.case.offers.indices() {
        for (pairs, bans) in banned(model, u) {
            let lines: Vec<_> = pairs.iter().map(|&at| model.line_id(model.pairs[at].line)).collect();
            let name = format!("caveat[{},{}]", model.offer_id(u), lines.join("+"));
            require(model, &name, u, &pairs, None, &|p| bans[p.get()].clone().negated());
        }
    }
}

/// The pairs of an offer that its caveats bind to the plan, those with the same bans together.
fn banned(model: &Model<'_>, u: Ix<Offer>) -> Vec<(Vec<usize>, Vec<Expr<Term>>)> {
    let mut groups: Vec<(Vec<usize>, Vec<Expr<Term>>)> = Vec::new();
    for &at in &model.of_offer[u.get()] {
        let bans = &model.pairs[at].bans;
        if bans.is_empty() {
            continue;
        }
        match groups.iter_mut().find(|(_, known)| known == bans) {
            Some((pairs, _)) => pairs.push(at),
            None => groups.push((vec![at], bans.clone())),
        }
    }
    groups
}

/// In every period in which a tour of these pairs is on tour, `expr` of that period holds. `whole` is a
/// column that is 1 whenever any such tour is planned, if there is one already.
fn require(
    model: &mut Model<'_>,
    name: &str,
    u: Ix<Offer>,
    pairs: &[usize],
    whole: Option<Col>,
    expr: &dyn Fn(Period) -> Expr<Term>,
) {
    let periods: Vec<_> = model.case.calendar.periods().collect();
    let used = |model: &Model<'_>, p: Period| pairs.iter().any(|&at| !model.on_tour(at, p).is_empty());
    let asked: Vec<_> = periods.into_iter().filter(|&p| used(model, p)).map(|p| (p, expr(p))).collect();
    let timed = |e: &Expr<Term>| {
        let mut timed = false;
        e.each_term(&mut |t| timed |= matches!(t, Term::TroopsAtLeast(..)));
        timed
    };
    let same = asked.windows(2).all(|w| w[0].1 == w[1].1);
    if let Some((p, first)) = asked.first().filter(|(_, e)| same && !timed(e)).cloned() {
        let on = whole.unwrap_or_else(|| {
            let on = model.milp.binary(format!("on-{name}"));
            model.switch(|p| format!("bind-{name}[{p}]"), u, pairs, on);
            on
        });
        return imply(model, name, on, &first.nnf(), p);
    }
    for (p, expr) in asked {
        if expr == Expr::Const(true) {
            continue;
        }
        let name = format!("{name}[{}]", model.label(p));
        let on = model.milp.binary(format!("on-{name}"));
        let mut entries = vec![(on, -model.elements(u))];
        for &at in pairs {
            entries.extend(model.on_tour(at, p).iter().map(|(_, col)| (*col, 1.0)));
        }
        model.milp.at_most(format!("bind-{name}"), entries, 0.0);
        imply(model, &name, on, &expr.nnf(), p);
    }
}

/// on = 1 implies `expr`, in which negations stand at terms alone.
fn imply(model: &mut Model<'_>, name: &str, on: Col, expr: &Expr<Term>, p: Period) {
    match expr {
        Expr::Const(true) => {}
        Expr::Const(false) => {
            model.milp.at_most(name.to_owned(), vec![(on, 1.0)], 0.0);
        }
        Expr::All(parts) => {
            for (at, part) in parts.iter().enumerate() {
                imply(model, &format!("{name}.{at}"), on, part, p);
            }
        }
        Expr::Any(_) | Expr::Term(_) | Expr::Not(_) => {
            let parts = if let Expr::Any(parts) = expr { parts.as_slice() } else { std::slice::from_ref(expr) };
            let mut entries = vec![(on, 1.0)];
            let mut constant = 0.0;
            for (at, part) in parts.iter().enumerate() {
                let (terms, one) = literal(model, &format!("{name}.{at}"), part, p);
                entries.extend(terms.into_iter().map(|(col, v)| (col, -v)));
                constant += one;
            }
            model.milp.at_most(name.to_owned(), entries, constant);
        }
    }
}

/// A sum of columns and a constant that is at least 1 only if `part` holds, and may be 1 whenever it does.
fn literal(model: &mut Model<'_>, name: &str, part: &Expr<Term>, p: Period) -> (Vec<(Col, f64)>, f64) {
    match part {
        Expr::Const(value) => (Vec::new(), f64::from(u8::from(*value))),
        Expr::Term(Term::Fact(f)) => (Vec::new(), f64::from(u8::from(model.case.facts[*f].holds))),
        Expr::Term(Term::Serves(n, Some(f))) => (exact_serves(model, *n, *f), 0.0),
        Expr::Term(Term::Serves(n, None)) => {
            // Serving anywhere is serving in some formation at the top.
            let tops: Vec<_> = model.case.formations.enumerate().filter(|(_, f)| f.parent.is_none()).collect();
            (tops.into_iter().flat_map(|(f, _)| exact_serves(model, *n, f)).collect(), 0.0)
        }
        Expr::Term(Term::Leads(n, f)) => (leads(model, *n, *f), 0.0),
        Expr::Term(Term::TroopsAtLeast(n, f, k)) => {
            let z = model.milp.binary(format!("enough-{name}"));
            let mut entries = vec![(z, -f64::from(*k))];
            entries.extend(model.troops(*n, *f, p));
            model.milp.at_least(format!("enough-{name}"), entries, 0.0);
            (vec![(z, 1.0)], 0.0)
        }
        Expr::Not(inner) => negative(model, name, inner, p),
        Expr::All(_) | Expr::Any(_) => {
            let b = model.milp.binary(format!("part-{name}"));
            imply(model, name, b, part, p);
            (vec![(b, 1.0)], 0.0)
        }
    }
}

/// The same for the negation of a term.
fn negative(model: &mut Model<'_>, name: &str, term: &Expr<Term>, p: Period) -> (Vec<(Col, f64)>, f64) {
    let none = |model: &mut Model<'_>, columns: Vec<Col>| {
        // One column: 1 − it. Several: a column that is 1 only if all are 0.
        if let [only] = columns[..] {
            return (vec![(only, -1.0)], 1.0);
        }
        let z = model.milp.binary(format!("none-{name}"));
        for (at, col) in columns.into_iter().enumerate() {
            model.milp.at_most(format!("none-{name}.{at}"), vec![(z, 1.0), (col, 1.0)], 1.0);
        }
        (vec![(z, 1.0)], 0.0)
    };
    match term {
        Expr::Term(Term::Serves(n, Some(f))) => {
            let columns = model.y.get(&(*n, *f)).copied().into_iter().collect();
            none(model, columns)
        }
        Expr::Term(Term::Serves(n, None)) => {
            let top = |f: Ix<Formation>| model.case.formations[f].parent.is_none();
            let columns = model.y.iter().filter(|((m, f), _)| m == n && top(*f)).map(|(_, y)| *y).collect();
            none(model, columns)
        }
        Expr::Term(Term::Leads(n, f)) => {
            let columns = leads(model, *n, *f).into_iter().map(|(col, _)| col).collect();
            none(model, columns)
        }
        Expr::Term(Term::TroopsAtLeast(n, f, k)) => {
            let troops = model.troops(*n, *f, p);
            let most = most_people(model, *n, &troops);
            let below = f64::from(*k) - 1.0;
            let z = model.milp.binary(format!("few-{name}"));
            if most > below {
                // Troops ≤ k − 1 where z = 1, and ≤ what they can be at most anyway where it is 0.
                let mut entries = troops;
                entries.push((z, most - below));
                model.milp.at_most(format!("few-{name}"), entries, most);
            }
            (vec![(z, 1.0)], 0.0)
        }
        Expr::Term(Term::Fact(f)) => (Vec::new(), f64::from(u8::from(!model.case.facts[*f].holds))),
        // Negations stand at terms alone.
        other => (Vec::new(), f64::from(u8::from(*other == Expr::Const(false)))),
    }
}

fn exact_serves(model: &mut Model<'_>, n: Ix<Nation>, f: Ix<Formation>) -> Vec<(Col, f64)> {
    let Some(&y) = model.y.get(&(n, f)) else { return Vec::new() };
    nations::make_exact(model, n, f);
    vec![(y, 1.0)]
}

fn leads(model: &Model<'_>, n: Ix<Nation>, f: Option<Ix<Formation>>) -> Vec<(Col, f64)> {
    let asked = |(m, g): &(Ix<Nation>, Ix<Formation>)| *m == n && f.is_none_or(|f| f == *g);
    model.l.iter().filter(|(key, _)| asked(key)).map(|(_, l)| (*l, 1.0)).collect()
}

/// The most people that a nation can have on tour on these columns at once.
fn most_people(model: &Model<'_>, n: Ix<Nation>, on_tour: &[(Col, f64)]) -> f64 {
    let columns: std::collections::BTreeSet<Col> = on_tour.iter().map(|(col, _)| *col).collect();
    let there = |u: &Ix<Offer>| {
        let pairs = &model.of_offer[u.get()];
        model.case.offers[*u].nation == n
            && pairs.iter().any(|&at| model.x[at].iter().any(|(_, c)| columns.contains(c)))
    };
    model.case.offers.indices().filter(there).map(|u| model.elements(u) * model.strength(u)).sum()
}
