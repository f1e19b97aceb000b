#compdef ocpplint
# Completion of ocpplint for zsh. `ocpplint completion zsh` prints this file.

_ocpplint() {
    local program=${(Q)words[1]} line kind text meaning
    local -a answer texts shown halves
    program=${~program}
    answer=("${(@f)$("$program" __complete -- "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)}")
    for line in $answer; do
        IFS=$'\t' read -r kind text meaning <<< "$line"
        case $kind in
            word)
                if [[ $text == *= ]]; then
                    halves+=("$text")
                else
                    texts+=("$text")
                    shown+=("$text${meaning:+  -- $meaning}")
                fi ;;
            files) compset -p ${#text} && _files ;;
            folders) compset -p ${#text} && _files -/ ;;
        esac
    done
    # Upper and lower case are the same to ocpplint, too.
    (($#texts)) && compadd -M 'm:{a-zA-Z}={A-Za-z}' -l -d shown -a texts
    # What ends so is half a word: a value is to follow.
    (($#halves)) && compadd -M 'm:{a-zA-Z}={A-Za-z}' -S '' -a halves
    return 0
}

if [[ ${funcstack[1]} == _ocpplint ]]; then
    _ocpplint "$@" # loaded by compinit, from a folder of $fpath
else
    compdef _ocpplint ocpplint
fi
