# Answers every request after SECONDS, a tenth of one where none are given, or with what the service BEHIND answers.
# It gives nobody notice: SIGTERM ends it at once, with all that it was answering.
use strict;
use warnings;
use IO::Socket::INET;

setpgrp;
$SIG{TERM} = sub { kill KILL => -$$ };
$SIG{PIPE} = "IGNORE";
$SIG{CHLD} = "IGNORE";
my $listener = IO::Socket::INET->new(LocalPort => 8080, Listen => 200, ReuseAddr => 1) or die "$!\n";

sub answer {
  unless ($ENV{BEHIND}) {
    select undef, undef, undef, $ENV{SECONDS} // 0.1;
    return "here";
  }
  for (1 .. 10) {
    my $other = IO::Socket::INET->new(PeerAddr => "$ENV{BEHIND}:8080", Timeout => 1) or next;
    print $other "GET / HTTP/1.0\r\n\r\n";
    local $/;
    my $reply = <$other>;
    return $1 if defined $reply && $reply =~ /\r\n\r\n(.+)/s;
  }
  return;
}

while (1) {
  my $client = $listener->accept or next;
  next if fork;
  while (my $line = <$client>) { last if $line =~ /^\r?\n$/ }
  my $text = answer();
  my ($status, $body) = defined $text ? ("200 OK", $text) : ("502 Bad Gateway", "");
  print $client "HTTP/1.0 $status\r\nContent-Length: ", length $body, "\r\nConnection: close\r\n\r\n$body";
  exit;
}
