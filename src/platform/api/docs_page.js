'use strict';

// Everything shown goes in as text, never as markup: the document is data.
function element(name, options, ...children) {
  const made = document.createElement(name);
  Object.assign(made, options);
  made.append(...children);
  return made;
}

function constraints(schema) {
  const said = [];
  if (schema.minimum !== undefined) said.push('>= ' + schema.minimum);
  if (schema.maximum !== undefined) said.push('<= ' + schema.maximum);
  if (schema.minLength !== undefined) said.push('at least ' + schema.minLength + ' characters');
  if (schema.maxLength !== undefined) said.push('at most ' + schema.maxLength + ' characters');
  if (schema.maxItems !== undefined) said.push('at most ' + schema.maxItems + ' items');
  if (schema.format) said.push(schema.format);
  if (schema.pattern) said.push('/' + schema.pattern + '/');
  return said.join(', ');
}

function resolve(schema, root) {
  if (!schema || !schema.$ref || !schema.$ref.startsWith('#/')) return schema || {};
  return schema.$ref.slice(2).split('/').reduce((at, key) => (at || {})[key], root) || {};
}

function typeName(schema) {
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  return [].concat(schema.type || 'any').join(' | ');
}

// A schema as indented lines, like a type in a programming language.
function schemaText(given, root, indent = '', depth = 0) {
  const schema = resolve(given, root);
  const choices = schema.oneOf || schema.anyOf;
  if (depth > 8) return '...';
  if (choices) return choices.map((choice) => schemaText(choice, root, indent, depth + 1)).join(' | ');
  if (schema.type === 'array') return 'array of ' + schemaText(schema.items, root, indent, depth + 1);
  if (!schema.properties) return typeName(schema);
  const inner = indent + '  ';
  const required = new Set(schema.required || []);
  const lines = Object.entries(schema.properties).map(([name, value]) => {
    const member = resolve(value, root);
    const notes = [constraints(member), member.description].filter(Boolean).join('. ');
    return inner + name + (required.has(name) ? '' : '?') + ': ' + schemaText(member, root, inner, depth + 1) +
        (notes ? '  // ' + notes : '');
  });
  return lines.length ? '{\n' + lines.join('\n') + '\n' + indent + '}' : 'object';
}

function table(headings, rows) {
  const head = element('tr', {}, ...headings.map((text) => element('th', {scope: 'col', textContent: text})));
  const body = rows.map((cells) => element('tr', {}, ...cells.map((cell) => element('td', {}, cell))));
  return element('table', {}, element('thead', {}, head), element('tbody', {}, ...body));
}

function content(holder, root) {
  return Object.entries((holder && holder.content) || {}).map(([type, media]) => {
    const text = media.schema ? schemaText(media.schema, root) : 'any content';
    return element('div', {}, element('code', {textContent: type}), element('pre', {textContent: text}));
  });
}

function parameters(operation) {
  const rows = (operation.parameters || []).map((parameter) => [
    element('code', {textContent: parameter.name}),
    parameter.in + (parameter.required ? ', required' : ''),
    typeName(parameter.schema) + (constraints(parameter.schema) ? ' (' + constraints(parameter.schema) + ')' : ''),
    parameter.description || '',
  ]);
  return rows.length ? [element('h3', {textContent: 'Parameters'}), table(['Name', 'Where', 'Type', 'Meaning'], rows)] : [];
}

function answers(operation, root) {
  const all = Object.entries(operation.responses || {});
  const good = all.filter(([status]) => Number(status) < 400).flatMap(([status, answer]) => [
    element('h3', {textContent: 'Answer ' + status}), element('p', {textContent: answer.description || ''}),
    ...content(answer, root),
  ]);
  const problems = all.filter(([status]) => Number(status) >= 400).map(([status, answer]) => [
    status, answer.description || '', element('code', {textContent: (answer['x-codes'] || []).join(', ')}),
  ]);
  if (!problems.length) return good;
  return [...good, element('h3', {textContent: 'Problems'}), table(['Status', 'When', 'Codes'], problems)];
}

function body(operation, root) {
  const parts = [];
  if (operation.description) parts.push(element('p', {textContent: operation.description}));
  parts.push(...parameters(operation));
  if (operation.requestBody) parts.push(element('h3', {textContent: 'Request'}), ...content(operation.requestBody, root));
  parts.push(...answers(operation, root));
  return element('div', {className: 'body'}, ...parts);
}

function operationView(path, method, operation, root) {
  const view = element('details', {id: operation.operationId}, element('summary', {},
      element('span', {className: 'method ' + method, textContent: method.toUpperCase()}),
      element('code', {className: 'path', textContent: path}),
      element('span', {className: 'brief', textContent: operation.summary || operation.operationId}),
      element('span', {className: 'access', textContent: operation['x-access'] || 'anyone'})));
  // Built when first opened: there are a hundred of them.
  view.addEventListener('toggle', () => {
    if (view.open && view.childElementCount === 1) view.append(body(operation, root));
  });
  view.dataset.search = [method, path, operation.operationId, operation.summary, JSON.stringify(operation.responses)]
      .join(' ').toLowerCase();
  return view;
}

function show(root) {
  document.title = root.info.title + ' API';
  document.getElementById('title').textContent = root.info.title;
  document.getElementById('about').replaceChildren('Version ' + root.info.version + '. For programs: ',
      element('a', {href: 'openapi.json', textContent: 'openapi.json'}), '.');
  const groups = new Map((root.tags || []).map((tag) => [tag.name, []]));
  for (const [path, item] of Object.entries(root.paths)) {
    for (const [method, operation] of Object.entries(item)) {
      const service = (operation.tags || ['other'])[0];
      if (!groups.has(service)) groups.set(service, []);
      groups.get(service).push(operationView(path, method, operation, root));
    }
  }
  for (const [service, views] of groups) {
    const section = element('section', {id: 'service-' + service}, element('h2', {textContent: service}), ...views);
    document.getElementById('operations').append(section);
    document.getElementById('services').append(element('a', {href: '#service-' + service, textContent: service}));
  }
}

function search(text) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  for (const section of document.querySelectorAll('section')) {
    let any = false;
    for (const view of section.querySelectorAll('details')) {
      view.hidden = !words.every((word) => view.dataset.search.includes(word));
      any = any || !view.hidden;
    }
    section.hidden = !any;
  }
}

document.getElementById('search').addEventListener('input', (event) => search(event.target.value));
fetch('openapi.json')
    .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error('status ' + answer.status))))
    .then(show)
    .catch((error) => {
      document.getElementById('about').textContent = 'The description could not be loaded: ' + error.message;
    });
