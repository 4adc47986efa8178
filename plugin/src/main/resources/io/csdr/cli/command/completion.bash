# bash completion for kubectl-csdr. To load it:
#   source <(kubectl-csdr completion bash)
_kubectl_csdr() {
  local line=${COMP_LINE:0:COMP_POINT} words answer candidate directive=4
  read -ra words <<<"$line"
  [[ $line == *[[:space:]] ]] && words+=("")
  local current=${words[${#words[@]} - 1]}
  answer=$("${words[0]}" __complete "${words[@]:1}" 2>/dev/null) || return 0
  # bash breaks words at = and : and replaces only what follows the last of them.
  local kept=${current%"${current##*[=:]}"}
  COMPREPLY=()
  while IFS=$'\t' read -r candidate _; do
    if [[ $candidate == :* ]]; then
      directive=${candidate#:}
    else
      COMPREPLY+=("${candidate#"$kept"}")
    fi
  done <<<"$answer"
  if ((directive == 0)); then
    mapfile -t COMPREPLY < <(compgen -f -- "${current#"$kept"}")
    compopt -o filenames 2>/dev/null
  elif [[ ${#COMPREPLY[@]} == 1 && ${COMPREPLY[0]} == *[/:] ]]; then
    compopt -o nospace 2>/dev/null
  fi
}
complete -F _kubectl_csdr kubectl-csdr
