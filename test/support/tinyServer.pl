# Answers every request with VERSION, or with what the service BEHIND says.
use strict;
use warnings;
use IO::Socket::INET;

$| = 1;
$SIG{PIPE} = "IGNORE";
$SIG{TERM} = sub { exit 0 };
die "broken on purpose\n" if $ENV{VERSION} eq "broken";
my $listener = IO::Socket::INET->new(LocalPort => 8080, Listen => 1000, ReuseAddr => 1) or die "$!\n";

sub answer {
  return $ENV{VERSION} unless $ENV{BEHIND};
  for (1 .. 10) {
    my $other = IO::Socket::INET->new(PeerAddr => "$ENV{BEHIND}:8080", Timeout => 1) or next;
    print $other "GET / HTTP/1.0\r\n\r\n";
    local $/;
    my $reply = <$other>;
    return $1 if defined $reply && $reply =~ /\r\n\r\n(.+)/s;
  }
  return;
}

while (my $client = $listener->accept) {
  my $line = "";
  while (defined $line && $line !~ /^\r?\n$/) { $line = <$client> }
  next unless defined $line;
  my $text = answer();
  my ($status, $body) = defined $text ? ("200 OK", $text) : ("502 Bad Gateway", "");
  print $client "HTTP/1.0 $status\r\nContent-Length: ", length $body, "\r\nConnection: close\r\n\r\n$body";
}
