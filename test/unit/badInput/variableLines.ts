// biome-ignore-all lint/suspicious/noTemplateCurlyInString: compose files use ${…}
/** By a line of the service web: the diagnostic, without the service's place. */
export const variableLines: Readonly<Record<string, string>> = {
  'hostname: "${}"': 'hostname: has a $ that starts no variable, before "{}" → write $$ for a $',
  'hostname: "${ NAME }"': 'hostname: has a $ that starts no variable, before "{ NA" → write $$ for a $',
  'hostname: "${NAME/a/b}"':
    'hostname: has "/a" after ${NAME, which compose does not know → use }, :-, -, :?, ?, :+ or +; or write $$ for a $',
  'hostname: "${#NAME}"': 'hostname: has a $ that starts no variable, before "{#NA" → write $$ for a $',
  'hostname: "${NAME:0:3}"':
    'hostname: has ":0" after ${NAME, which compose does not know → use }, :-, -, :?, ?, :+ or +; or write $$ for a $',
  'hostname: "${1NAME}"': 'hostname: has a $ that starts no variable, before "{1NA" → write $$ for a $',
  'hostname: "${NAME:=a}"':
    'hostname: has ":=" after ${NAME, which compose does not know → use }, :-, -, :?, ?, :+ or +; or write $$ for a $',
  'hostname: "${NAME:-${OTHER:-a}"': "hostname: has no closing brace for ${NAME → add the }",
  'hostname: "${NAME:-${OTHER:?tell it}}"':
    "hostname: needs the variable OTHER, which is not set: tell it → set OTHER in the stack's env",
  'hostname: "${A:-${A:-${A:-${A:-${A:-${A:-${A:-${A:-${A:-${A:-${A:-${A:-${A:-${A:-${A:-${A:-${A:-${A:-${A:-${A:-${A:-${A:-${A:-${A:-${A:-${A:-${A:-${A:-${A:-${A:-${A:-${A:-${A:-${A:-${A:-${A:-${A:-${A:-${A:-${A:-${A:-${A:-${A:-${A:-${A:-${A:-${A:-${A:-${A:-${A:-${A:-${A:-${A:-${A:-${A:-${A:-${A:-${A:-${A:-${A:-x}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}"':
    "hostname: has more than 50 variables inside one another → write the value without them",
  "labels: ${LABELS}":
    'labels: must be a mapping or a list of NAME=value, but is ""; it uses the variable LABELS, which is not set and counts as empty → set LABELS in the stack\'s env, or give it a default: ${LABELS:-…}',
  "build: {context: '${DIR}'}":
    "build: builds from the project's directory, but there is no Dockerfile → write it, or name another file under build.dockerfile",
  "ports: ['${PORT}:80']":
    'ports[0]: must be PUBLISHED:TARGET, but is ":80"; it uses the variable PORT, which is not set and counts as empty → set PORT in the stack\'s env, or give it a default: ${PORT:-…}',
  "deploy: {replicas: '${REPLICAS}'}":
    'deploy.replicas: must be a whole number, 0 or more, but is ""; it uses the variable REPLICAS, which is not set and counts as empty → set REPLICAS in the stack\'s env, or give it a default: ${REPLICAS:-…}',
  "healthcheck: {interval: $INTERVAL}":
    'healthcheck.interval: must be a duration, but is ""; it uses the variable INTERVAL, which is not set and counts as empty → set INTERVAL in the stack\'s env, or give it a default: ${INTERVAL:-…}',
  "read_only: ${RO}":
    'read_only: must be true or false, but is ""; it uses the variable RO, which is not set and counts as empty → set RO in the stack\'s env, or give it a default: ${RO:-…}',
  "volumes: ['${DATA}:/data']":
    'volumes[0]: must be SOURCE:TARGET or SOURCE:TARGET:ro, but is ":/data"; it uses the variable DATA, which is not set and counts as empty → set DATA in the stack\'s env, or give it a default: ${DATA:-…}',
  "mem_limit: ${LIMIT}":
    'mem_limit: must be a size of memory, 4m or more, but is ""; it uses the variable LIMIT, which is not set and counts as empty → set LIMIT in the stack\'s env, or give it a default: ${LIMIT:-…}',
};
