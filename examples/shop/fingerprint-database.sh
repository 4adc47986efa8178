#!/usr/bin/env bash
# Turns a plain SQL dump (stdin) into lines: `schema <tab> <tab> STATEMENT` in pg_dump's order, then `row <tab> TABLE <tab> ROW` sorted.
# What differs from one run of pg_dump to the next is left out: comments, and the random words of \restrict.
set -euo pipefail
export LC_ALL=C
awk '
  table != "" && $0 == "\\." { table = ""; next }
  table != "" { print "row\t" table "\t" $0 | "sort"; next }
  /^--/ || /^\\(un)?restrict / || /^$/ { next }
  /^COPY / { table = $2 }
  { print "schema\t\t" $0 }
  END { fflush(); close("sort") }'
