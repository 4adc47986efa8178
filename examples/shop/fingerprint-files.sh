#!/usr/bin/env bash
# Writes what the files of the folder given as argument are, as sorted lines PATH <tab> ASPECT <tab> VALUE.
# Every fact comes from find, sha256sum, getfattr and getfacl; Perl only escapes names and joins lines.
# Not told: times of access and of inode change, sizes of folders (the file system's own business), and lost+found.
set -euo pipefail
export LC_ALL=C
cd "$1"
# shellcheck disable=SC2016 # Perl's variables, not the shell's
escape='sub e { my ($t) = @_; $t =~ s/([^\x20-\x5b\x5d-\x7e])/sprintf "\\x%02x", ord $1/ge; return $t }'
every() { find . -path ./lost+found -prune -o "$@"; }

{
  # Type, mode, owner, size, time of modification, target; hard links are named by the first of their paths.
  every -printf '%P\t%y\t%m\t%U:%G\t%s\t%T@\t%n\t%i\t%l\0' | sort -z | perl -0 -ne "$escape"'
    chomp;
    /^(.*)\t(.)\t(\d+)\t(\d+:\d+)\t(\d+)\t([-0-9.]+)\t(\d+)\t(\d+)\t(.*)$/s or die "cannot read what find says\n";
    my ($path, $type, $mode, $owner, $size, $time, $links, $inode, $target) = (e($1 eq "" ? "." : $1), $2, $3, $4, $5, $6, $7, $8, $9);
    print "$path\ttype\t$type\n$path\tmode\t$mode\n$path\towner\t$owner\n$path\tmodified\t$time\n";
    print "$path\tsize\t$size\n" if $type ne "d";
    print "$path\ttarget\t", e($target), "\n" if $type eq "l";
    if ($type ne "d" && $links > 1) { $first{$inode} //= $path; print "$path\thard link of $links\t$first{$inode}\n" }'

  # Device numbers.
  every \( -type c -o -type b \) -print0 | xargs -0 -r stat --printf '%n\t%t:%T\0' -- | perl -0 -ne "$escape"'
    chomp; s{^\./}{}; /^(.*)\t(.*)$/s; print e($1), "\tdevice\t$2\n"'

  # Content.
  every -type f -print0 | xargs -0 -r sha256sum -z -- | perl -0 -ne "$escape"'
    chomp; /^(\w+)  (?:\.\/)?(.*)$/s; print e($2), "\tsha256\t$1\n"'

  # Where the data of large files lie: what is not listed is a hole.
  every -type f -size +1024k -print0 | perl -0 -ne "$escape"'
    chomp; my $path = $_; open my $in, "<", $path or die "cannot read $path: $!\n";
    my ($at, @data) = (0);
    while (defined(my $from = sysseek $in, $at, 3)) { $at = sysseek $in, $from, 4; push @data, ($from + 0) . "-$at" }
    $path =~ s{^\./}{}; print e($path), "\tdata\t", join(" ", @data), "\n"'

  # getfattr and getfacl write odd bytes of a name in octal.
  # shellcheck disable=SC2016
  octal='s/\\([0-7]{3})/chr oct $1/ge'
  # security.selinux is the label of the pod, not of the file.
  every ! -type l -print0 | xargs -0 -r getfattr --no-dereference --dump --match=- --encoding=hex --absolute-names -- | perl -ne "$escape"'
    chomp;
    if (s{^# file: (?:\./)?}{}) { '"$octal"'; $path = e($_) }
    elsif (/^([^=]+)(?:=(.*))?$/ && $1 ne "security.selinux") { print "$path\tattribute ", e($1), "\t", $2 // "", "\n" }'
  every ! -type l -print0 | xargs -0 -r getfacl --numeric --absolute-names --skip-base -- | perl -ne "$escape"'
    chomp;
    if (s{^# file: (?:\./)?}{}) { '"$octal"'; $path = e($_) }
    elsif (/^((?:default:)?(?:user|group|mask|other):\w*):(\S+)/) { print "$path\taccess $1\t$2\n" }'
} | sort
