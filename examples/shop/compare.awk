# Says in plain words how two fingerprints differ: awk -f compare.awk BEFORE AFTER. Lines are THING <tab> ASPECT <tab> VALUE.
# At most `most` differences are told (20 if not set), and the number of all at the end; the exit code is 1 when there is one.

function tell(text) { count++; if (count <= most) print text }
function short(text) { return length(text) > 160 ? substr(text, 1, 157) "..." : text }

BEGIN { FS = "\t"; if (most == "") most = 20 }

# A file that is missing is told once, not once for each of its aspects.
FNR == NR { value[$1 FS $2] = $3; things[$1]++; next }
{ now[$1]++ }
($1 FS $2) in value {
  if (value[$1 FS $2] != $3 "") tell("'" $1 "': " $2 " was " short(value[$1 FS $2]) ", is " short($3))
  delete value[$1 FS $2]
  next
}
{ added[++additions] = $1 FS $2 FS $3 }

END {
  for (i = 1; i <= additions; i++) {
    split(added[i], part, FS)
    if (part[1] in things) tell("'" part[1] "': " part[2] " was not there, is " short(part[3]))
    else if (!(part[1] in told)) { told[part[1]]; tell("'" part[1] "' was not there before") }
  }
  for (key in value) {
    split(key, part, FS)
    if (part[1] in now) tell("'" part[1] "': " part[2] " was " short(value[key]) ", is gone")
    else if (!(part[1] in missing)) { missing[part[1]]; tell("'" part[1] "' is missing") }
  }
  if (count > most) print "... " count " differences in all"
  exit count > 0
}
