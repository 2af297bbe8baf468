// biome-ignore-all lint/suspicious/noTemplateCurlyInString: compose files use ${…}
/** By a line of the service web: the diagnostic, without the service's place. */
export const portLines: Readonly<Record<string, string>> = {
  "ports: ['65530-65540:1-11']": "ports[0]: names the port 65540 → use ports from 1 to 65535",
  "ports: ['80:0']": "ports[0]: names the port 0 → use ports from 1 to 65535",
  "ports: ['-80:80']": 'ports[0]: must be PUBLISHED:TARGET, but is "-80:80" → write for example "8080:80"',
  "ports: ['80: 80']": 'ports[0]: must be PUBLISHED:TARGET, but is "80: 80" → write for example "8080:80"',
  "ports: ['80:80/http']":
    'ports[0]: must be PUBLISHED:TARGET, but is "80:80/http" → write for example "8080:80"',
  "ports: ['localhostt:80:80']":
    'ports[0]: must be PUBLISHED:TARGET, but is "localhostt:80:80" → write for example "8080:80"',
  "ports: ['[2001:db8::1]:80:80']":
    'ports[0]: asks for the address [2001:db8::1], but swarm publishes on all addresses of a node → write "80:80"',
  "ports: ['1:2:3:4:5']":
    'ports[0]: must be PUBLISHED:TARGET, but is "1:2:3:4:5" → write for example "8080:80"',
  "ports: [{target: 80, published: '8000-8010'}]":
    'ports[0].published: must be a whole number from 1 to 65535, but is "8000-8010" → write for example 8080',
  "ports: [{published: 80}]": "ports[0].target: is missing → write for example target: 80",
  "ports: [80.5]": 'ports[0]: must be PUBLISHED:TARGET, but is 80.5 → write for example "8080:80"',
  "ports: [true]":
    'ports[0]: must be a string like "8080:80" or a mapping, but is true → write for example "8080:80"',
  "ports: [['80:80']]":
    'ports[0]: must be a string like "8080:80" or a mapping, but is a list → write for example "8080:80"',
  "ports: [{target: 80, published: 80, host: a}]": "ports[0].host: is unknown → did you mean host_ip?",
  "ports: ['8000-8003:80-83', '8002:90']": "ports: publishes 8002/tcp twice → publish another port",
  "ports: ['']": 'ports[0]: must be PUBLISHED:TARGET, but is "" → write for example "8080:80"',
  "ports: [{target: 80, published: 80, app_protocol: ''}]":
    'ports[0].app_protocol: must be a protocol, but is "" → write for example http',
};
