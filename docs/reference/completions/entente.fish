# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_entente_global_optspecs
    string join \n h/help V/version
end

function __fish_entente_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_entente_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_entente_using_subcommand
    set -l cmd (__fish_entente_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c entente -n "__fish_entente_needs_command" -s h -l help -d 'Print help'
complete -c entente -n "__fish_entente_needs_command" -s V -l version -d 'Print version'
complete -c entente -n "__fish_entente_needs_command" -f -a "new" -d 'Write a small case to start from'
complete -c entente -n "__fish_entente_needs_command" -f -a "check" -d 'List everything that is wrong or doubtful in a case'
complete -c entente -n "__fish_entente_needs_command" -f -a "plan" -d 'Plan a case and write the report'
complete -c entente -n "__fish_entente_needs_command" -f -a "verify" -d 'Judge a plan, ours or one typed by hand, against every rule of the case'
complete -c entente -n "__fish_entente_needs_command" -f -a "why" -d 'Tell why a line is short, and what would fill it'
complete -c entente -n "__fish_entente_needs_command" -f -a "why-not" -d 'Tell why an offer is not used, and what would bring it in'
complete -c entente -n "__fish_entente_needs_command" -f -a "export" -d 'Turn a case into a workbook, a map, a data package or a solver model'
complete -c entente -n "__fish_entente_needs_command" -f -a "import" -d 'Turn a workbook or public figures into a case'
complete -c entente -n "__fish_entente_needs_command" -f -a "bench" -d 'Measure the planner on an open benchmark'
complete -c entente -n "__fish_entente_needs_command" -f -a "completions" -d 'Print completions for a shell'
complete -c entente -n "__fish_entente_needs_command" -f -a "manual" -d 'Print the manual page'
complete -c entente -n "__fish_entente_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c entente -n "__fish_entente_using_subcommand new" -s h -l help -d 'Print help'
complete -c entente -n "__fish_entente_using_subcommand check" -l json -d 'Print one JSON array on the standard output instead'
complete -c entente -n "__fish_entente_using_subcommand check" -s h -l help -d 'Print help'
complete -c entente -n "__fish_entente_using_subcommand plan" -l out -d 'The folder to write; an earlier run in it is replaced' -r -F
complete -c entente -n "__fish_entente_using_subcommand plan" -l time-limit -d 'Stop after so many seconds and keep the best plan so far. The plan may then differ from one run to the next' -r
complete -c entente -n "__fish_entente_using_subcommand plan" -l work -d 'Stop after so much work (simplex iterations, and elements given tours by the fast method). Gives the same plan every time' -r
complete -c entente -n "__fish_entente_using_subcommand plan" -l gap -d 'Stop when the plan is proven to be within this share of the best: 0.01 is one in a hundred' -r
complete -c entente -n "__fish_entente_using_subcommand plan" -l method -d 'How the plan is found and proven: by the exact model, by search and decomposition, or by whichever suits the case' -r -f -a "auto\t'Whichever suits the case'
exact\t'The exact model, by branch and bound'
fast\t'Search and decomposition'"
complete -c entente -n "__fish_entente_using_subcommand plan" -l seed -d 'Seed of every random choice' -r
complete -c entente -n "__fish_entente_using_subcommand plan" -l previous -d 'A plan that changes are counted against, and that the search starts from: a run folder, .json, .csv or .xlsx' -r -F
complete -c entente -n "__fish_entente_using_subcommand plan" -l force -d 'Write into --out even if it holds other files'
complete -c entente -n "__fish_entente_using_subcommand plan" -l no-report -d 'Write plan.json alone, and no report, workbook, map or model'
complete -c entente -n "__fish_entente_using_subcommand plan" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c entente -n "__fish_entente_using_subcommand verify" -l json -d 'Print one JSON object on the standard output instead'
complete -c entente -n "__fish_entente_using_subcommand verify" -s h -l help -d 'Print help'
complete -c entente -n "__fish_entente_using_subcommand why" -l time-limit -d 'Seconds for each planning again, at most' -r
complete -c entente -n "__fish_entente_using_subcommand why" -l json -d 'Print one JSON object on the standard output instead'
complete -c entente -n "__fish_entente_using_subcommand why" -s h -l help -d 'Print help'
complete -c entente -n "__fish_entente_using_subcommand why-not" -l time-limit -d 'Seconds for each planning again, at most' -r
complete -c entente -n "__fish_entente_using_subcommand why-not" -l json -d 'Print one JSON object on the standard output instead'
complete -c entente -n "__fish_entente_using_subcommand why-not" -s h -l help -d 'Print help'
complete -c entente -n "__fish_entente_using_subcommand export" -l to -d 'The format' -r -f -a "mps\t'The model as free MPS, with the names of rows and columns of the formulation'
xlsx\t'All tables in one workbook, which `import xlsx` turns back into a case'
geojson\t'The area with what is asked for at each place, as GeoJSON'
datapackage\t'A description of the tables, as a Frictionless datapackage.json'"
complete -c entente -n "__fish_entente_using_subcommand export" -l out -d 'The file to write; without it, the standard output' -r -F
complete -c entente -n "__fish_entente_using_subcommand export" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c entente -n "__fish_entente_using_subcommand import; and not __fish_seen_subcommand_from xlsx un-contributions help" -s h -l help -d 'Print help'
complete -c entente -n "__fish_entente_using_subcommand import; and not __fish_seen_subcommand_from xlsx un-contributions help" -f -a "xlsx" -d 'A workbook with a sheet for each table'
complete -c entente -n "__fish_entente_using_subcommand import; and not __fish_seen_subcommand_from xlsx un-contributions help" -f -a "un-contributions" -d 'A table of contributions to United Nations operations, by contributor, mission and month'
complete -c entente -n "__fish_entente_using_subcommand import; and not __fish_seen_subcommand_from xlsx un-contributions help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c entente -n "__fish_entente_using_subcommand import; and __fish_seen_subcommand_from xlsx" -s h -l help -d 'Print help'
complete -c entente -n "__fish_entente_using_subcommand import; and __fish_seen_subcommand_from un-contributions" -l from -d 'First month to take' -r
complete -c entente -n "__fish_entente_using_subcommand import; and __fish_seen_subcommand_from un-contributions" -l to -d 'Last month to take' -r
complete -c entente -n "__fish_entente_using_subcommand import; and __fish_seen_subcommand_from un-contributions" -l mission -d 'A mission to take, by its short name; may be given more than once' -r
complete -c entente -n "__fish_entente_using_subcommand import; and __fish_seen_subcommand_from un-contributions" -s h -l help -d 'Print help'
complete -c entente -n "__fish_entente_using_subcommand import; and __fish_seen_subcommand_from help" -f -a "xlsx" -d 'A workbook with a sheet for each table'
complete -c entente -n "__fish_entente_using_subcommand import; and __fish_seen_subcommand_from help" -f -a "un-contributions" -d 'A table of contributions to United Nations operations, by contributor, mission and month'
complete -c entente -n "__fish_entente_using_subcommand import; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c entente -n "__fish_entente_using_subcommand bench; and not __fish_seen_subcommand_from solve replan help" -s h -l help -d 'Print help'
complete -c entente -n "__fish_entente_using_subcommand bench; and not __fish_seen_subcommand_from solve replan help" -f -a "solve" -d 'Solve one instance of EFP-1'
complete -c entente -n "__fish_entente_using_subcommand bench; and not __fish_seen_subcommand_from solve replan help" -f -a "replan" -d 'Time planning again after changes to one instance of EFP-1'
complete -c entente -n "__fish_entente_using_subcommand bench; and not __fish_seen_subcommand_from solve replan help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c entente -n "__fish_entente_using_subcommand bench; and __fish_seen_subcommand_from solve" -l out -d 'The file to write the solution to' -r -F
complete -c entente -n "__fish_entente_using_subcommand bench; and __fish_seen_subcommand_from solve" -l trace -d 'A file (CSV: seconds, best, bound) that takes each better plan and each better bound as it comes' -r -F
complete -c entente -n "__fish_entente_using_subcommand bench; and __fish_seen_subcommand_from solve" -l time-limit -d 'Stop after so many seconds and keep the best plan so far. The plan may then differ from one run to the next' -r
complete -c entente -n "__fish_entente_using_subcommand bench; and __fish_seen_subcommand_from solve" -l work -d 'Stop after so much work (simplex iterations, and elements given tours by the fast method). Gives the same plan every time' -r
complete -c entente -n "__fish_entente_using_subcommand bench; and __fish_seen_subcommand_from solve" -l gap -d 'Stop when the plan is proven to be within this share of the best: 0.01 is one in a hundred' -r
complete -c entente -n "__fish_entente_using_subcommand bench; and __fish_seen_subcommand_from solve" -l method -d 'How the plan is found and proven: by the exact model, by search and decomposition, or by whichever suits the case' -r -f -a "auto\t'Whichever suits the case'
exact\t'The exact model, by branch and bound'
fast\t'Search and decomposition'"
complete -c entente -n "__fish_entente_using_subcommand bench; and __fish_seen_subcommand_from solve" -l seed -d 'Seed of every random choice' -r
complete -c entente -n "__fish_entente_using_subcommand bench; and __fish_seen_subcommand_from solve" -l without -d 'Switch off a part of the fast method, to see what it is worth' -r -f -a "search\t'Neighbourhood search: the first plan stands'
swaps\t'Moves in which a nation gives up its place to another'
relaxation\t'The relaxation: no bound before branch and bound'
rounding\t'Rows of whole elements in the relaxation'
lifting\t'Rows of ceilings that only whole elements obey in the relaxation'
division\t'Branching on who serves where'
tours\t'Searches for tours alone, where who serves where stays as it is'
dives\t'Dives in the relaxation beside branching, with searches for tours after them'
coarse\t'Longer periods for the relaxation to begin with'
ways\t'Ways in which a nation may serve, told apart in the relaxation'
paces\t'Steps of the relaxation by how much of a column is used'
guide\t'What the relaxation tells the search'
fixing\t'Leaving tours out of branch and bound'
finish\t'Branch and bound from where the two end'"
complete -c entente -n "__fish_entente_using_subcommand bench; and __fish_seen_subcommand_from solve" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c entente -n "__fish_entente_using_subcommand bench; and __fish_seen_subcommand_from replan" -l first-limit -d 'Seconds for the first plan' -r
complete -c entente -n "__fish_entente_using_subcommand bench; and __fish_seen_subcommand_from replan" -l time-limit -d 'Seconds for each plan from nothing; planning again may take twice as long' -r
complete -c entente -n "__fish_entente_using_subcommand bench; and __fish_seen_subcommand_from replan" -l changes -d 'How many changes of each kind' -r
complete -c entente -n "__fish_entente_using_subcommand bench; and __fish_seen_subcommand_from replan" -s h -l help -d 'Print help'
complete -c entente -n "__fish_entente_using_subcommand bench; and __fish_seen_subcommand_from help" -f -a "solve" -d 'Solve one instance of EFP-1'
complete -c entente -n "__fish_entente_using_subcommand bench; and __fish_seen_subcommand_from help" -f -a "replan" -d 'Time planning again after changes to one instance of EFP-1'
complete -c entente -n "__fish_entente_using_subcommand bench; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c entente -n "__fish_entente_using_subcommand completions" -s h -l help -d 'Print help'
complete -c entente -n "__fish_entente_using_subcommand manual" -s h -l help -d 'Print help'
complete -c entente -n "__fish_entente_using_subcommand help; and not __fish_seen_subcommand_from new check plan verify why why-not export import bench completions manual help" -f -a "new" -d 'Write a small case to start from'
complete -c entente -n "__fish_entente_using_subcommand help; and not __fish_seen_subcommand_from new check plan verify why why-not export import bench completions manual help" -f -a "check" -d 'List everything that is wrong or doubtful in a case'
complete -c entente -n "__fish_entente_using_subcommand help; and not __fish_seen_subcommand_from new check plan verify why why-not export import bench completions manual help" -f -a "plan" -d 'Plan a case and write the report'
complete -c entente -n "__fish_entente_using_subcommand help; and not __fish_seen_subcommand_from new check plan verify why why-not export import bench completions manual help" -f -a "verify" -d 'Judge a plan, ours or one typed by hand, against every rule of the case'
complete -c entente -n "__fish_entente_using_subcommand help; and not __fish_seen_subcommand_from new check plan verify why why-not export import bench completions manual help" -f -a "why" -d 'Tell why a line is short, and what would fill it'
complete -c entente -n "__fish_entente_using_subcommand help; and not __fish_seen_subcommand_from new check plan verify why why-not export import bench completions manual help" -f -a "why-not" -d 'Tell why an offer is not used, and what would bring it in'
complete -c entente -n "__fish_entente_using_subcommand help; and not __fish_seen_subcommand_from new check plan verify why why-not export import bench completions manual help" -f -a "export" -d 'Turn a case into a workbook, a map, a data package or a solver model'
complete -c entente -n "__fish_entente_using_subcommand help; and not __fish_seen_subcommand_from new check plan verify why why-not export import bench completions manual help" -f -a "import" -d 'Turn a workbook or public figures into a case'
complete -c entente -n "__fish_entente_using_subcommand help; and not __fish_seen_subcommand_from new check plan verify why why-not export import bench completions manual help" -f -a "bench" -d 'Measure the planner on an open benchmark'
complete -c entente -n "__fish_entente_using_subcommand help; and not __fish_seen_subcommand_from new check plan verify why why-not export import bench completions manual help" -f -a "completions" -d 'Print completions for a shell'
complete -c entente -n "__fish_entente_using_subcommand help; and not __fish_seen_subcommand_from new check plan verify why why-not export import bench completions manual help" -f -a "manual" -d 'Print the manual page'
complete -c entente -n "__fish_entente_using_subcommand help; and not __fish_seen_subcommand_from new check plan verify why why-not export import bench completions manual help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c entente -n "__fish_entente_using_subcommand help; and __fish_seen_subcommand_from import" -f -a "xlsx" -d 'A workbook with a sheet for each table'
complete -c entente -n "__fish_entente_using_subcommand help; and __fish_seen_subcommand_from import" -f -a "un-contributions" -d 'A table of contributions to United Nations operations, by contributor, mission and month'
complete -c entente -n "__fish_entente_using_subcommand help; and __fish_seen_subcommand_from bench" -f -a "solve" -d 'Solve one instance of EFP-1'
complete -c entente -n "__fish_entente_using_subcommand help; and __fish_seen_subcommand_from bench" -f -a "replan" -d 'Time planning again after changes to one instance of EFP-1'
