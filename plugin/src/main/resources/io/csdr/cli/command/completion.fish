# fish completion for kubectl-csdr. To load it:
#   kubectl-csdr completion fish | source
function __kubectl_csdr_complete
    set -l words (commandline -opc) (commandline -ct)
    set -l lines ($words[1] __complete $words[2..-1] 2>/dev/null)
    if test "$lines[-1]" = ':0'
        __fish_complete_path (commandline -ct)
    else
        string match --invert --regex '^:[0-9]+$' -- $lines
    end
end
complete -c kubectl-csdr -f -a '(__kubectl_csdr_complete)'
