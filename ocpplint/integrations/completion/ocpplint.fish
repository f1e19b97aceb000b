# Completion of ocpplint for fish. `ocpplint completion fish` prints this file.

function __ocpplint_complete
    set -l words (commandline --tokenize --cut-at-cursor --current-process)
    set -l current (commandline --current-token --cut-at-cursor)
    set -l program (string replace --regex '^~/' "$HOME/" -- $words[1])
    set --erase words[1]
    for line in ($program __complete -- $words "$current" 2>/dev/null)
        set -l parts (string split \t -- $line)
        switch $parts[1]
            case word
                printf '%s\t%s\n' $parts[2] $parts[3]
            case files folders
                set -l typed (string sub --start (math (string length -- "$parts[2]") + 1) -- "$current")
                if test $parts[1] = files
                    printf "$parts[2]%s\n" (__fish_complete_path "$typed")
                else
                    printf "$parts[2]%s\n" (__fish_complete_directories "$typed" '')
                end
        end
    end
end

complete --command ocpplint --no-files --keep-order --arguments '(__ocpplint_complete)'
