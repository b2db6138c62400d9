// Runs axe on the page and writes what it finds, with the requests that the page has made, into the page.
// Everything that HTML would escape is written as \u….
const requests = performance.getEntriesByType("resource").map((entry) => entry.name);
axe.run(document, { resultTypes: ["violations"] }).then(
    ({ violations, passes }) => ({
        requests,
        passes: passes.length,
        violations: violations.map(({ id, impact, help, nodes }) => ({
            id,
            impact,
            help,
            count: nodes.length,
            nodes: nodes.slice(0, 3).map((node) => node.html.slice(0, 200) + " | " + node.failureSummary),
        })),
    }),
    (error) => ({ failed: String(error) }),
).then((found) => {
    const pre = document.createElement("pre");
    pre.id = "examined";
    pre.textContent = JSON.stringify(found).replace(
        /[<>&]|[^\x20-\x7e]/g,
        (c) => "\\u" + c.charCodeAt(0).toString(16).padStart(4, "0"),
    );
    document.body.append(pre);
});
