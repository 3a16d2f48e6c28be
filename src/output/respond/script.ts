import type { Incident, IncidentAction } from '../../model/incident.js';
import { visible } from '../visible.js';
import { psLiteral } from './literal.js';
import type { Connection, Recipe } from './recipe.js';
import type { Values } from './values.js';

const connects: Readonly<Record<Connection, (scopes: readonly string[]) => string>> = {
  graph: (scopes) => `Connect-MgGraph -Scopes @(${scopes.map(psLiteral).join(', ')}) -NoWelcome`,
  exchange: () => 'Connect-ExchangeOnline -ShowBanner:$false',
  purview: () => 'Connect-IPPSSession -EnableSearchOnlySession -ShowBanner:$false',
  azure: () => 'Connect-AzAccount | Out-Null',
  flow: () => 'Add-PowerAppsAccount',
};

/** What the prompts show of a step: nothing that a console would obey. */
export const shownOf = (values: Values): string =>
  visible([values.User || values.Mailbox, values.Target || values.Subject].filter((part) => part !== '').join(' ')).slice(0, 300); // prettier-ignore

/** The assignments that a recipe's lines begin with, one literal each. */
export const assignmentsOf = ({ variables }: Recipe, values: Values): readonly string[] =>
  variables.map((name) => {
    const value = values[name];
    return `$${name} = ${typeof value === 'string' ? psLiteral(value) : `@(${value.map(psLiteral).join(', ')})`}`;
  });

const indented = (lines: string): string =>
  lines.split('\n').map((line) => (line === '' ? '' : `    ${line}`)).join('\n'); // prettier-ignore

/**
 * The script of one step: -WhatIf and a question before every change (SupportsShouldProcess), a transcript,
 * what is changed saved before with its hash. Nothing of an incident stands in it but literals; with a byte
 * order mark, since Windows PowerShell takes a file without one for ANSI.
 */
export function scriptOf(
  incident: Incident,
  action: IncidentAction,
  recipe: Recipe,
  values: Values,
  base: string,
): string {
  const { remove } = recipe;
  const phase = remove === undefined ? '' : "    [ValidateSet('Contain', 'Remove')] [string] $Phase = 'Contain',\n"; // prettier-ignore
  const change =
    remove === undefined
      ? indented(recipe.contain)
      : `    if ($Phase -eq 'Contain') {
${indented(indented(recipe.contain))}
    }
    else {
${indented(indented(remove))}
    }`;
  return `\ufeff# Konseki, response step ${action.step}: ${recipe.kind} (${action.id}) of incident ${incident.id.replaceAll(/[^\w-]/g, '')}
# Role: ${recipe.role}
# Licence: ${recipe.licence}
# Modules: ${recipe.modules.join(', ')}
# Run it with -WhatIf first: then nothing is changed.
[CmdletBinding(SupportsShouldProcess = $true, ConfirmImpact = 'High')]
param(
${phase}    [string] $Folder = $PSScriptRoot
)
Set-StrictMode -Version 1.0
$ErrorActionPreference = 'Stop'

$Step = ${psLiteral(base)}
$Shown = ${psLiteral(shownOf(values))}
${assignmentsOf(recipe, values).join('\n')}

$Saved = Join-Path $Folder 'saved'
New-Item -ItemType Directory -Path $Saved -Force -WhatIf:$false -Confirm:$false | Out-Null
$Stamp = (Get-Date).ToUniversalTime().ToString('yyyyMMddTHHmmssfffZ')

# Writes what is there before it is changed; a file that exists is never written over.
function Save-Before {
    param([string] $Name, $Data)
    $Number = 0
    do {
        $Number += 1
        $Path = Join-Path $Saved ('{0}-{1}-{2}-{3}.json' -f $Step, $Stamp, $Name, $Number)
    } while (Test-Path -LiteralPath $Path)
    ConvertTo-Json -InputObject @($Data) -Depth 10 | Set-Content -LiteralPath $Path -Encoding UTF8 -WhatIf:$false -Confirm:$false
    Get-FileHash -LiteralPath $Path -Algorithm SHA256 | Format-List -Property @('Hash', 'Path') | Out-Host
}

Start-Transcript -LiteralPath (Join-Path $Saved ('{0}-{1}.log' -f $Step, $Stamp)) -WhatIf:$false -Confirm:$false | Out-Null
try {
${indented(recipe.connect.map((to) => connects[to](recipe.scopes)).join('\n'))}

    # Save first.
${indented(recipe.save)}

    # Change, after a question each.
${change}

    # Verify.
${indented(recipe.verify)}
}
finally {
    Stop-Transcript -WarningAction SilentlyContinue | Out-Null
}
`.replaceAll('\n', '\r\n');
}
