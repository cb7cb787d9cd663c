/** What a shell asks for each press of Tab: `dxm complete -- WORD…`, the last word being the one at the cursor. */
export const ASKED = 'complete';

/** The line of its answer that says: or a file. */
export const FILES = ':files';

/**
 * What each shell has to be told. It asks dxm itself, so that it knows of the commands what commander does, is never older than dxm,
 * and leaves little to be wrong in three languages.
 *
 * None of the libraries was taken: \@bomb.sh/tab 0.0.22 promises no stable interface yet, its adapter for commander leaves out the
 * options of the commands above and the names of files, and it too starts the program at each Tab; omelette and tabtab want all
 * that commander knows told to them again.
 */
export const SCRIPTS = {
  // Bash makes words of their own of = and :, and wants only what comes after them.
  bash: `# dxm's completion for bash: eval "$(dxm completion bash)"
_dxm() {
  local line word current skip joins='' words=()
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD}"; do
    if [[ ( -n $joins || $word == [=:]* ) && \${#words[@]} -gt 0 ]]; then
      words[\${#words[@]}-1]+=$word
    else
      words+=("$word")
    fi
    if [[ $word == *[=:] ]]; then joins=1; else joins=''; fi
  done
  current=\${words[\${#words[@]}-1]}
  skip=\${current%"\${COMP_WORDS[COMP_CWORD]}"}
  if [[ $current == *[=:] ]]; then skip=$current; fi
  COMPREPLY=()
  while IFS= read -r line; do
    if [[ $line == ${FILES} ]]; then
      compopt -o default 2>/dev/null
    else
      line=\${line%%$'\\t'*}
      COMPREPLY+=("\${line#"$skip"}")
    fi
  done < <("$1" ${ASKED} -- "\${words[@]}" 2>/dev/null)
}
complete -F _dxm dxm
`,
  zsh: `#compdef dxm
# dxm's completion for zsh: eval "$(dxm completion zsh)", after compinit
_dxm() {
  local line tab=$'\\t'
  local -a found
  for line in "\${(@f)$("\${words[1]}" ${ASKED} -- "\${(@Q)words[2,CURRENT]}" 2>/dev/null)}"; do
    case $line in
      '') ;;
      ${FILES}) _files ;;
      *) found+=("\${\${line%%$tab*}//:/\\\\:}:\${line#*$tab}") ;;
    esac
  done
  (( $#found )) && _describe dxm found
}
if [[ $funcstack[1] == _dxm ]]; then _dxm "$@"; else compdef _dxm dxm; fi
`,
  fish: `# dxm's completion for fish: dxm completion fish > ~/.config/fish/completions/dxm.fish
function __dxm_complete
    set -l current (commandline -ct)
    set -l words (commandline -opc)
    set -l dxm $words[1]
    set -e words[1]
    for line in ($dxm ${ASKED} -- $words "$current" 2>/dev/null)
        if test "$line" = ${FILES}
            __fish_complete_path "$current"
        else
            echo $line
        end
    end
end
complete -c dxm -f -a '(__dxm_complete)'
`,
} as const;
