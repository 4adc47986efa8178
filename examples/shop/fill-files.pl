# fill-files.pl FOLDER COUNT [SPARSE_MIB]: fills a folder with files of every sort that a backup has to bring back, always the same ones.
# Needs root, and setfattr and setfacl. Writes a line for each sort of thing it made.
use strict;
use warnings;
use Fcntl qw(:mode SEEK_SET);

my ($top, $count, $sparse_mib) = (@ARGV, 1024);
chdir $top or die "cannot enter $top: $!\n";
umask 0;

# A generator of our own, so that the same files come out of every Perl.
my $state = 20_000;
sub random { my ($below) = @_; $state = ($state * 1103515245 + 12345) & 0x7fffffff; return ($state >> 8) % $below }

my $noise = pack 'n*', map { random(65536) } 1 .. 262_144;
my $prose = "Tea, cups, kettles and all that belongs to them. " x 2000;

my @times = map { sprintf '%d.%09d', 1_600_000_000 + random(150_000_000), random(8_000_000) * 121 + 1 } 1 .. 200;
my %stamps;    # time => the paths that shall have it
my @folders;
sub stamp { my ($path) = @_; push @{ $stamps{ $times[random(scalar @times)] } }, $path }

sub folder {
  my ($path, $mode) = @_;
  mkdir $path or die "mkdir $path: $!\n";
  chmod $mode // 0755, $path or die "chmod $path: $!\n";
  push @folders, $path;
}

sub file {
  my ($path, $content) = @_;
  open my $out, '>:raw', $path or die "create $path: $!\n";
  print $out $content;
  close $out or die "write $path: $!\n";
  stamp($path);
}

sub content {
  my $dice = random(100);
  my $size = $dice < 3 ? 0 : $dice < 97 ? random(4000) : random(64_000);
  my $source = $dice % 2 ? \$noise : \$prose;
  return substr $$source, random(length($$source) - $size), $size;
}

sub run { system(@_) == 0 or die "@_[0 .. 1] ... failed\n" }

# 1. Many small files.
my @modes = (0644, 0644, 0644, 0600, 0640, 0664, 0755, 0400);
my @owners = ([1000, 1000], [1000, 1000], [0, 0], [999, 999], [1000, 4711], [65534, 65534], [3_000_000_000, 3_000_000_000]);
my $per_folder = 250;
my @plain;
for my $number (0 .. $count - 1) {
  my $folder = sprintf 'department-%03d', $number / $per_folder;
  folder($folder) if $number % $per_folder == 0;
  my $path = sprintf '%s/article-%05d.%s', $folder, $number, (qw(txt json png csv))[random(4)];
  file($path, content());
  chown @{ $owners[random(scalar @owners)] }, $path or die "chown $path: $!\n";
  chmod $modes[random(scalar @modes)], $path or die "chmod $path: $!\n";
  push @plain, $path;
}
print "$count small files in ", scalar(@folders), " folders\n";

# 2. Odd names.
folder('odd names');
my @odd = (
  'with space', ' leading space', 'trailing space ', "line\nbreak", "\n", "tab\there", "carriage\rreturn", "bell\a", "escape\e[31mred",
  '-rf', '--help', '-', '*', '?', '[a-z]', '~', '$HOME', '`id`', '$(id)', "it's", '"quoted"', 'back\\slash', 'back\\012slash', '#hash', 'a=b', '%41', '&',
  ';', '|', '!', '...', '. ', '.hidden', 'con', 'a:b', "caf\xc3\xa9", "cafe\xcc\x81", "\xe8\x8c\xb6", "\xf0\x9f\xab\x96", "latin1-\xe9",
  "\xff\xfe\xfd", "half\xe8\x8c", "\xc0\xae", "\xed\xa0\x80", 'x' x 255, "\xc3\xa9" x 127 . 'e', join('', map { chr } 1 .. 46, 48 .. 127), join('', map { chr } 128 .. 255));
file("odd names/$_", "named so: $_\n") for @odd;
my $deep = 'odd names/deep';
folder($deep);
for (1 .. 30) { $deep .= '/level ' . $_; folder($deep) }
file("$deep/bottom", "here\n");
print scalar(@odd), " odd names: spaces, line breaks, leading dashes, 255 bytes, no valid UTF-8\n";

# 3. Hard links, in one folder and across folders.
folder('links');
for my $group (0 .. 49) {
  my $target = $plain[$group * 7 % @plain];
  for my $copy (0 .. 1 + $group % 3) { link $target, "links/same-$group-$copy" or die "link: $!\n" }
}
link 'odd names/-rf', "links/again\nthe same" or die "link: $!\n";
print "51 groups of hard links\n";

# 4. Symbolic links.
my %symbolic = (
  relative => '../department-000', absolute => '/etc/hostname', dangling => 'nowhere', itself => 'itself', upwards => '../../../../../..',
  "odd\nlink" => "odd\ntarget", invalid => "\xff\xfe", long => join('/', ('far') x 900));
for my $name (sort keys %symbolic) {
  symlink $symbolic{$name}, "links/$name" or die "symlink $name: $!\n";
  stamp("links/$name");
}
run('chown', '-h', '1000:4711', 'links/relative', 'links/dangling');
print scalar(keys %symbolic), " symbolic links: dangling, looping, odd\n";

# 5. Special files and special modes.
folder('special');
run('mkfifo', '-m', '0620', 'special/pipe');
stamp('special/pipe');
if (system('mknod -m 0660 special/null c 1 3 2>/dev/null') == 0) { stamp('special/null'); print "a pipe and a device\n" }
else { print "a pipe (this cluster lets no pod make devices)\n" }
my %special = (setuid => 04755, setgid => 02755, sticky => 01644, nobody => 0000, all => 07777);
for my $name (sort keys %special) { file("special/$name", "mode\n"); chmod $special{$name}, "special/$name" or die "chmod: $!\n" }
folder('special/empty', 0700);
folder('special/shared', 01777);
folder('special/group', 02775);
chown 1000, 4711, 'special/group' or die "chown: $!\n";
chmod 02775, 'special/group' or die "chmod: $!\n";
for (['special/before 1970', '-86400.25'], ['special/after 2038', '4000000000.987654321'], ['special/whole second', '1700000000']) {
  open my $out, '>', $_->[0] or die "create: $!\n";
  close $out;
  run('touch', '-d', "\@$_->[1]", $_->[0]);
}
print "set-uid, set-gid, sticky, mode 0000; times before 1970 and after 2038\n";

# 6. Extended attributes and access lists.
sub quoted { my ($text) = @_; $text =~ s/([^A-Za-z0-9\/.-])/sprintf '\\%03o', ord $1/ge; return $text }
my @attributed = (@plain[grep { $_ % 40 == 3 } 0 .. $#plain], "odd names/line\nbreak", "odd names/latin1-\xe9", 'special/empty', 'special/setuid');
open my $xattrs, '|-', 'setfattr', '--restore=-' or die "cannot run setfattr: $!\n";
for my $path (@attributed) {
  my $length = random(40) ? random(60) : 2000;
  print $xattrs '# file: ', quoted($path), "\nuser.colour=\"blue\"\nuser.binary=0x", unpack('H*', substr $noise, random(50_000), $length), "00ff\nuser.empty=\"\"\n\n";
}
close $xattrs or die "setfattr failed\n";
my $capability = system("setfattr -n security.capability -v 0x0100000200040000000000000000000000000000 special/all 2>/dev/null") == 0;
my @listed = @plain[grep { $_ % 100 == 9 } 0 .. $#plain];
run('setfacl', '-m', 'u:1234:rw,g:4321:r,u:3000000001:x', '--', @listed);
run('setfacl', '-m', 'u:1234:rwx,d:u:1234:rwx,d:g:4321:rx', '--', 'special/shared', 'department-001');
print scalar(@attributed), " files with extended attributes, ", scalar(@listed) + 2, " with access lists", $capability ? ", a file capability" : '', "\n";

# 7. A sparse file, of which five places hold data.
my $sparse_size = $sparse_mib << 20;
open my $sparse, '>:raw', 'sparse.img' or die "create sparse.img: $!\n";
for my $at (0, 7 * 4096, $sparse_size >> 3, ($sparse_size >> 1) + 8192, $sparse_size - 12288) {
  sysseek $sparse, $at, SEEK_SET or die "seek: $!\n";
  syswrite $sparse, substr $noise, $at % 60_000, 4096 or die "write: $!\n";
}
truncate $sparse, $sparse_size or die "truncate: $!\n";
close $sparse or die "close: $!\n";
stamp('sparse.img');
print "a sparse file of $sparse_mib MiB with 20 KiB of data\n";

# 8. Times of modification, to the nanosecond; folders last, since what is made in them changes theirs.
sub touch {
  my ($time, @paths) = @_;
  open my $out, '|-', 'xargs', '-0', 'touch', '-h', '-d', "\@$time", '--' or die "cannot run xargs: $!\n";
  print $out map { "$_\0" } @paths;
  close $out or die "touch failed\n";
}
touch($_, @{ $stamps{$_} }) for sort keys %stamps;
%stamps = ();
stamp($_) for @folders;
touch($_, @{ $stamps{$_} }) for sort keys %stamps;
