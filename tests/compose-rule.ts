import ts from 'typescript';

/** The statements of a function of this name in `code`. */
function statementsOf(code: string, name: string): readonly ts.Statement[] {
  const file = ts.createSourceFile('code.ts', code, ts.ScriptTarget.Latest, true);
  const found = file.statements.filter(ts.isFunctionDeclaration).find((statement) => statement.name?.text === name);
  return found?.body?.statements ?? [];
}

/** Names that a statement declares with `const`. */
function declaredBy(statement: ts.Statement): readonly string[] {
  if (!ts.isVariableStatement(statement)) return [];
  const namesIn = (name: ts.BindingName): readonly string[] =>
    ts.isIdentifier(name)
      ? [name.text]
      : name.elements.flatMap((part) => (ts.isBindingElement(part) ? namesIn(part.name) : []));
  return statement.declarationList.declarations.flatMap(({ name }) => namesIn(name));
}

/** The constants of a function, in order. `code`: of a module in TypeScript that declares the function. */
export function constantsOf(code: string, name: string): readonly string[] {
  return statementsOf(code, name).flatMap(declaredBy);
}

/** Names that a statement reads: not those of properties and of its own constants where they are declared. */
function usedBy(statement: ts.Statement): ReadonlySet<string> {
  const used = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && !isName(node)) used.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(statement);
  return used;
}

function isName(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) || ts.isPropertyAssignment(parent)) return parent.name === node;
  if (ts.isBindingElement(parent)) return parent.name === node || parent.propertyName === node;
  return (ts.isVariableDeclaration(parent) || ts.isParameter(parent)) && parent.name === node;
}

/** For each constant of a function those of its constants that it reads although they are built with it or later. */
export function usedBeforeBuilt(code: string, name: string): readonly string[] {
  const statements = statementsOf(code, name);
  return statements.flatMap((statement, index) => {
    const used = usedBy(statement);
    const later = new Set(statements.slice(index).flatMap(declaredBy));
    return declaredBy(statement).flatMap((own) =>
      [...later].filter((one) => used.has(one)).map((one) => `${own} uses ${one}`),
    );
  });
}
