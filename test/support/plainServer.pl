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

# Seconds, in hundredths; Debian's perl-base has no Time::HiRes.
sub now {
  open my $uptime, "<", "/proc/uptime" or die "$!\n";
  return (split " ", <$uptime>)[0];
}

sub ask {
  for (1 .. 10) {
    my $other = IO::Socket::INET->new(PeerAddr => "$ENV{BEHIND}:8080", Timeout => 1) or next;
    print $other "GET / HTTP/1.0\r\n\r\n";
    local $/;
    my $reply = <$other>;
    return $1 if defined $reply && $reply =~ /\r\n\r\n(.+)/s;
  }
  return;
}

sub answer {
  my ($client, $text) = @_;
  my ($status, $body) = defined $text ? ("200 OK", $text) : ("502 Bad Gateway", "");
  print $client "HTTP/1.0 $status\r\nContent-Length: ", length $body, "\r\nConnection: close\r\n\r\n$body";
  close $client;
}

while ($ENV{BEHIND}) {
  my $client = $listener->accept or next;
  next if fork;
  while (my $line = <$client>) { last if $line =~ /^\r?\n$/ }
  answer($client, ask());
  exit;
}

# A process for each request would take most of the processor time of a test under load.
my (%clients, %received, @due);
while (1) {
  my $wanted = "";
  vec($wanted, fileno $_, 1) = 1 for $listener, values %clients;
  my $pause = @due ? $due[0][0] - now : undef;
  $pause = 0 if defined $pause && $pause < 0;
  my $ready = $wanted;
  select $ready, undef, undef, $pause;
  while (@due && $due[0][0] <= now) { answer((shift @due)->[1], "here") }
  for my $number (keys %clients) {
    next unless vec $ready, $number, 1;
    my $client = $clients{$number};
    my $count = sysread $client, $received{$number}, 65536, length $received{$number};
    next if $count && $received{$number} !~ /\r?\n\r?\n/;
    delete $clients{$number};
    push @due, [now() + ($ENV{SECONDS} // 0.1), $client] if $count;
  }
  next unless vec $ready, fileno $listener, 1;
  my $client = $listener->accept or next;
  ($clients{fileno $client}, $received{fileno $client}) = ($client, "");
}
