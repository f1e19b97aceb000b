# Completion of ocpplint for bash. `ocpplint completion bash` prints this file.

_ocpplint() {
    local program=${COMP_WORDS[0]/#\~\//$HOME/} words=() word last=-1 joins breaks split kind text _

    # bash takes words apart at these characters, which belong to ours, and replaces what stands behind the last one.
    [[ $COMP_WORDBREAKS == *=* ]] && breaks+="="
    [[ $COMP_WORDBREAKS == *:* ]] && breaks+=":"
    for word in "${COMP_WORDS[@]:1:COMP_CWORD}"; do
        if [[ $last -ge 0 && ($joins || ($word && -z ${word//[=:]/})) ]]; then
            words[last]+=$word
        else
            words[++last]=$word
        fi
        joins=
        [[ $word && -z ${word//[=:]/} ]] && joins=yes
    done
    [[ $breaks && ${words[last]} == *[$breaks]* ]] && split=${words[last]%"${words[last]##*[$breaks]}"}

    COMPREPLY=()
    while IFS=$'\t' read -r kind text _; do
        case $kind in
            word)
                text=${text#"$split"} text=${text//\[/\\[} # an instance of a variable would be a pattern
                COMPREPLY+=("${text//\]/\\]}") ;;
            files) compopt -o default 2>/dev/null ;;
            folders) compopt -o dirnames 2>/dev/null ;;
        esac
    done < <("$program" __complete -- "${words[@]//\\/}" 2>/dev/null)
    # What ends so is half a word: a value is to follow.
    [[ ${#COMPREPLY[@]} -gt 0 && ${COMPREPLY[0]} == *= ]] && compopt -o nospace 2>/dev/null
    return 0
}

if ((BASH_VERSINFO[0] < 4)); then
    complete -o default -F _ocpplint ocpplint # there is no compopt: files are always an answer
else
    complete -F _ocpplint ocpplint
fi
