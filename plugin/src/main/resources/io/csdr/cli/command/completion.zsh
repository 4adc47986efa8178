#compdef kubectl-csdr
# zsh completion for kubectl-csdr. To load it:
#   source <(kubectl-csdr completion zsh)
_kubectl_csdr() {
  local -a described
  local line directive=4
  for line in "${(@f)$(${words[1]} __complete "${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
    if [[ $line == :<-> ]]; then
      directive=${line#:}
    elif [[ -n $line ]]; then
      # _describe parts the word from its meaning at the first plain colon.
      local word=${line%%$'\t'*} meaning=
      [[ $line == *$'\t'* ]] && meaning=":${line#*$'\t'}"
      described+=("${word//:/\\:}$meaning")
    fi
  done
  if (( directive == 0 )); then
    _files
  else
    _describe -V 'kubectl-csdr' described
  fi
}
compdef _kubectl_csdr kubectl-csdr
