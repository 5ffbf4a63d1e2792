#!/usr/bin/perl
# Perl's own open, dup, pipe, fork, sockets and directories.
# needs: perl
# status: 6
use strict;
use warnings;
use Fcntl;
use File::Copy;
use File::Find;
use File::Temp qw(tempfile tempdir);
use IO::File;
use IO::Handle;
use IO::Select;
use IO::Socket::INET;
use IO::Socket::UNIX;
use IPC::Open3;
use POSIX ();
use Socket;

$| = 1;
open(my $out, '>', 'file') or die;
print $out "line $_\n" for 1 .. 100;
close($out) or die;
open(my $in, '<', 'file') or die;
my @lines = <$in>;
close($in);
print scalar(@lines), " lines\n";

open(my $save, '>&', \*STDOUT) or die;
open(STDOUT, '>', 'redirected') or die;
print "into the file\n";
close(STDOUT);
open(STDOUT, '>&', $save) or die;
close($save);
open($in, '<', 'redirected') or die;
print <$in>;
close($in);

print `echo backticks`;
open(my $pipe, '-|', 'seq 1 5') or die;
print "seq: ", join(',', map { chomp; $_ } <$pipe>), "\n";
close($pipe);
open($pipe, '|-', 'cat') or die;
print $pipe "to cat\n";
close($pipe);
my $pid = open($pipe, '-|') // die;
if (!$pid) { print "from the child\n"; exit 0; }
print <$pipe>;
close($pipe);
pipe(my $reader, my $writer) or die;
if (!($pid = fork)) {
	close($reader);
	print $writer "through a pipe\n";
	close($writer);
	POSIX::_exit(3);
}
close($writer);
print <$reader>;
close($reader);
waitpid($pid, 0);
print "status ", $? >> 8, "\n";
$pid = open3(my $to, my $from, undef, 'cat');
print $to "open3\n";
close($to);
print <$from>;
close($from);
waitpid($pid, 0);
print "system ", system('exit 4') >> 8, "\n";

socketpair(my $a, my $b, AF_UNIX, SOCK_STREAM, PF_UNSPEC) or die;
syswrite($a, "pair\n");
sysread($b, my $got, 5);
print $got;
close($_) for $a, $b;
my $server = IO::Socket::INET->new(Listen => 5, LocalAddr => '127.0.0.1') or die;
for (1 .. 20) {
	my $client = IO::Socket::INET->new(PeerAddr => '127.0.0.1', PeerPort => $server->sockport) or die;
	my $peer = $server->accept or die;
	print $peer "hello $_\n";
	$peer->close;
	print scalar <$client> if $_ == 20;
}
print "ready ", scalar(IO::Select->new($server)->can_read(0)), "\n";
$server->close;

my $dir = tempdir(CLEANUP => 1);
for (1 .. 50) {
	my ($handle, $name) = tempfile(DIR => $dir);
	print $handle $name;
	copy($name, "$name.copy");
}
opendir(my $listing, $dir) or die;
print scalar(grep { !/^\./ } readdir($listing)), " entries\n";
closedir($listing);
my $seen = 0;
find(sub { $seen++ }, $dir);
print "found $seen\n";
{
	local @ARGV = ('file', 'redirected');
	my $count = 0;
	$count++ while <>;
	print "$count lines in both\n";
}
open(my $memory, '<', \"in memory\n") or die;
print <$memory>;
close($memory);
sysopen(my $raw, 'raw', O_RDWR | O_CREAT | O_EXCL) or die;
syswrite($raw, 'raw');
my $dup = POSIX::dup(fileno($raw));
POSIX::close($dup);
print POSIX::close($dup) ? "closed twice\n" : "second close fails\n" if 0;
close($raw);
print -s 'raw', " bytes\n";
eval { require Nonexistent::Module; 1 } or print "no such module\n";
open($in, '<', 'nonexistent') or print "no such file\n";
print "done\n";
exit 6;
