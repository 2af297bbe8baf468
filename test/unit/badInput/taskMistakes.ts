/** By a line of the service web: the diagnostic, without the service's place. */
export const taskMistakes: Readonly<Record<string, string>> = {
  'command: "echo \'x"':
    'command: has \' without the closing \': "echo \'x" → write a list: ["program", "argument"], or ["sh", "-c", "…"] for a shell',
  "command: 'echo \\'":
    'command: ends with a backslash that escapes nothing: "echo \\\\" → write a list: ["program", "argument"], or ["sh", "-c", "…"] for a shell',
  'command: ["a\\0b"]': "command[0]: has a NUL character, which no program can be given → remove it",
  "command: [~]": 'command[0]: must be a string, but is empty → write for example "text"',
  'command: "a\\0"': "command: has a NUL character, which no program can be given → remove it",
  "entrypoint: {a: b}":
    'entrypoint: must be a string or a list of strings, but is a mapping → write for example ["npm", "start"]',
  "entrypoint: [true]": 'entrypoint[0]: must be a string, but is true → put it in quotes: "true"',
  "stop_grace_period: -1s":
    'stop_grace_period: must be a duration, but is "-1s" → write for example 30s or 1m30s',
  "stop_grace_period: 99999999999h":
    'stop_grace_period: is "99999999999h", longer than docker can count → write 2562047h at most',
  "stop_grace_period: 1.5":
    "stop_grace_period: must be a duration, but is 1.5 → write 1.5s if these are seconds",
  "stop_grace_period: ''":
    'stop_grace_period: must be a duration, but is "" → write for example 30s or 1m30s',
  "stop_grace_period: 10 s":
    'stop_grace_period: must be a duration, but is "10 s" → write for example 30s or 1m30s',
  "healthcheck: {interval: 99999999999h, test: a}":
    'healthcheck.interval: is "99999999999h", longer than docker can count → write 2562047h at most',
  "healthcheck: {test: [NONE, a]}": 'healthcheck.test: has arguments after "NONE" → remove them',
  "healthcheck: {test: [CMD]}":
    'healthcheck.test: has no command after "CMD" → write for example ["CMD", "curl", "localhost"]',
  "healthcheck: {test: [CMD-SHELL]}":
    'healthcheck.test: has no command after "CMD-SHELL" → write for example ["CMD", "curl", "localhost"]',
  "healthcheck: {test: [CMD-SHELL, a, b]}":
    'healthcheck.test: has 2 arguments after "CMD-SHELL", of which the shell runs the first → write one text for the shell, or start the list with "CMD"',
  "healthcheck: {interval: 0.5ms, test: a}":
    'healthcheck.interval: must be 0s, or 1ms or more, but is "0.5ms" → write for example 1s',
  "healthcheck: {interval: -1s, test: a}":
    'healthcheck.interval: must be a duration, but is "-1s" → write for example 30s or 1m30s',
  "healthcheck: {timeout: 0, test: a}":
    "healthcheck.timeout: must be a duration, but is 0 → write 0s if these are seconds",
  "healthcheck: {retries: 99999999999999999999, test: a}":
    'healthcheck.retries: must be a whole number, 0 or more, but is "99999999999999999999" → write for example 3',
  "healthcheck: {retries: 1.5, test: a}":
    "healthcheck.retries: must be a whole number, 0 or more, but is 1.5 → write for example 3",
  "healthcheck: {start_period: soon, test: a}":
    'healthcheck.start_period: must be a duration, but is "soon" → write for example 30s or 1m30s',
  "healthcheck: {start_interval: [1s], test: a}":
    "healthcheck.start_interval: must be a duration, but is a list → write for example 30s or 1m30s",
  "healthcheck: {disable: maybe}":
    'healthcheck.disable: must be true or false, but is "maybe" → write for example true',
  "healthcheck: [curl]":
    'healthcheck: must be a mapping, but is a list → write for example test: ["CMD", "curl", "localhost"]',
  "healthcheck: ~":
    'healthcheck: must be a mapping, but is empty → write for example test: ["CMD", "curl", "localhost"]',
  "ulimits: {nofile: 99999999999999999999}":
    'ulimits.nofile: must be a whole number, -1 or more, but is "99999999999999999999" → write for example 1024',
  "ulimits: {nofile: {soft: 20, hard: 10}}":
    "ulimits.nofile: has the soft limit 20 above the hard limit 10 → swap the two, or raise hard",
  "ulimits: {nofiles: 5}": "ulimits.nofiles: is no limit of Linux → did you mean nofile?",
  "ulimits: {nofile: 1.5}":
    "ulimits.nofile: must be a whole number, -1 or more, but is 1.5 → write for example 1024",
  "ulimits: {nofile: {soft: a, hard: 10}}":
    'ulimits.nofile.soft: must be a whole number, -1 or more, but is "a" → write for example 1024',
  "ulimits: [nofile]": "ulimits: must be a mapping, but is a list → write for example key: value",
  "ulimits: {__proto__: 5}":
    "ulimits.__proto__: is no limit of Linux → use one of core, cpu, data, fsize, locks, memlock, msgqueue, nice, nofile, nproc, rss, rtprio, rttime, sigpending, stack",
  "cap_add: [NET_ADMINN]": 'cap_add[0]: is not a Linux capability: "NET_ADMINN" → did you mean NET_ADMIN?',
  "cap_add: ['']": 'cap_add[0]: is not a Linux capability: "" → write for example NET_ADMIN',
  "cap_add: [5]": 'cap_add[0]: must be a string, but is 5 → put it in quotes: "5"',
  "cap_drop: [all, foo]": 'cap_drop[1]: is not a Linux capability: "foo" → write for example NET_ADMIN',
  "dns: [nope]": 'dns[0]: must be an IP address, but is "nope" → write for example 10.0.0.5',
  "dns: [1.2.3]": 'dns[0]: must be an IP address, but is "1.2.3" → write for example 10.0.0.5',
  "dns: [999.1.1.1]": 'dns[0]: must be an IP address, but is "999.1.1.1" → write for example 10.0.0.5',
  "dns: ['10.0.0.1:53']": 'dns[0]: must be an IP address, but is "10.0.0.1:53" → write for example 10.0.0.5',
  "dns: ['']": 'dns[0]: must be an IP address, but is "" → write for example 10.0.0.5',
  'dns_opt: ["ndots:\\n5"]': "dns_opt: is refused by swarm → remove it",
  "extra_hosts: [one]":
    'extra_hosts[0]: must be NAME:ADDRESS, but is "one" → write for example "name:10.0.0.5"',
  "extra_hosts: ['two=10.0.0.1,10.0.0.2']":
    'extra_hosts[0]: must be NAME:ADDRESS, but is "two=10.0.0.1,10.0.0.2" → write for example "name:10.0.0.5"',
  "extra_hosts: {a: nope}":
    'extra_hosts.a: must be an IP address or host-gateway, but is "nope" → write for example 10.0.0.5',
  "extra_hosts: {a: ''}":
    'extra_hosts.a: must be an IP address or host-gateway, but is "" → write for example 10.0.0.5',
  "extra_hosts: ['a:999.1.1.1']":
    'extra_hosts[0]: must be NAME:ADDRESS, but is "a:999.1.1.1" → write for example "name:10.0.0.5"',
  "extra_hosts: [':10.0.0.1']":
    'extra_hosts[0]: must be NAME:ADDRESS, but is ":10.0.0.1" → write for example "name:10.0.0.5"',
  'extra_hosts: ["a:10.0.0.1\\n6.6.6.6 docker.io"]':
    'extra_hosts[0]: must be NAME:ADDRESS, but is "a:10.0.0.1\\n6.6.6.6 docker.io" → write for example "name:10.0.0.5"',
  "shm_size: -1": 'shm_size: must be a size of memory, but is "-1" → write for example 64m or 1g',
  "shm_size: 99999999999999999999g":
    'shm_size: must be a size of memory, but is "99999999999999999999g" → write for example 64m or 1g',
  "mem_limit: 1gg":
    'mem_limit: must be a size of memory, 4m or more, but is "1gg" → write for example 64m or 1g',
  "cpus: -1": 'cpus: must be a number of processors, 0.001 or more, but is "-1" → write for example "0.5"',
  "cpus: 0.0000001":
    'cpus: must be a number of processors, 0.001 or more, but is "1e-7" → write for example "0.5"',
  "cpus: .nan": 'cpus: must be a number of processors, 0.001 or more, but is "NaN" → write for example "0.5"',
  "command: echo (a)":
    'command: has ( outside quotes: "echo (a)" → write a list: ["program", "argument"], or ["sh", "-c", "…"] for a shell',
  "command: echo $$(date":
    'command: has $( without the closing ): "echo $(date" → write a list: ["program", "argument"], or ["sh", "-c", "…"] for a shell',
  "entrypoint: 'sh -c \"a'":
    'entrypoint: has " without the closing ": "sh -c \\"a" → write a list: ["program", "argument"], or ["sh", "-c", "…"] for a shell',
  "cpus: 0.33333333333": 'cpus: is 0.33333333333, but docker takes nine decimals → write "0.333333333"',
  "mem_limit: 512Gi": 'mem_limit: must be a size of memory, 4m or more, but is "512Gi" → write 512GiB',
  "stop_grace_period: 9223372037s":
    'stop_grace_period: is "9223372037s", longer than docker can count → write 2562047h at most',
  "healthcheck: {timeout: 999us, test: a}":
    'healthcheck.timeout: must be 0s, or 1ms or more, but is "999us" → write for example 1s',
  "healthcheck: {start_interval: 100ns, test: a}":
    'healthcheck.start_interval: must be 0s, or 1ms or more, but is "100ns" → write for example 1s',
  "dns: nope": 'dns: must be an IP address, but is "nope" → write for example 10.0.0.5',
  "dns: 'fe80::%'": 'dns: must be an IP address, but is "fe80::%" → write for example 10.0.0.5',
  "ulimits: {nofiel: 5}": "ulimits.nofiel: is no limit of Linux → did you mean nofile?",
  "ulimits: {nofile: {soft: -1, hard: 10}}":
    "ulimits.nofile: has the soft limit -1 above the hard limit 10 → swap the two, or raise hard",
  "cap_drop: [NET_ADMINN]": 'cap_drop[0]: is not a Linux capability: "NET_ADMINN" → did you mean NET_ADMIN?',
  "cap_add: [CAP_FOO]": 'cap_add[0]: is not a Linux capability: "CAP_FOO" → write for example NET_ADMIN',
  "extra_hosts: {a: 10.0.0}":
    'extra_hosts.a: must be an IP address or host-gateway, but is "10.0.0" → write for example 10.0.0.5',
};
