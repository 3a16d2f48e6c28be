import { hash } from '../convert.js';
import { defineFormat, inJsonText, orElse } from '../format.js';
import { graphColumns } from './graph.js';
import { codeInClass, reasonInClass } from './class-text.js';
import { errorCode, loggedReason, signInOutcome } from './outcome.js';
import { cityOfLocation, countryOfLocation, objectId } from './values.js';

/**
 * Graph's names as the columns of a CSV: PowerShell's Export-Csv (Get-MgAuditLogSignIn,
 * Get-AzureADAuditSignInLogs) and tools that spread the record. Nested objects may have become type
 * names (nothing can be read of them), JSON text, or AzureADPreview's `class SignInStatus {…}`.
 */
export const flatCsv = defineFormat({
  name: 'entra-signin-flat-csv',
  title: "Entra sign-ins, Graph's fields as CSV columns (PowerShell Export-Csv and the like)",
  source: 'entra_signin',
  richness: 50,
  recognise: {
    shapes: ['csv'],
    needs: [
      'CreatedDateTime',
      'UserPrincipalName',
      ['AppDisplayName', 'AppId'],
      ['IPAddress', 'IpAddress'],
    ],
    not: ['TimeGenerated', 'TimeGenerated [UTC]', 'CreatedDateTime [UTC]', 'ResultType'],
  },
  columns: orElse(
    {
      outcome: [
        { of: 'ErrorCode', as: signInOutcome },
        { of: '"status.errorCode"', as: signInOutcome },
        { of: 'Status', as: codeInClass(signInOutcome) },
        { of: ['ErrorCode', 'Status'], as: signInOutcome },
      ],
      error_code: [
        { of: 'ErrorCode', as: errorCode },
        { of: '"status.errorCode"', as: errorCode },
        { of: 'Status', as: codeInClass(errorCode) },
      ],
      error_reason: [
        { of: ['ErrorCode', 'FailureReason'], as: loggedReason },
        { of: ['"status.errorCode"', '"status.failureReason"'], as: loggedReason },
        { of: 'Status', as: reasonInClass },
      ],
      country: [
        { of: 'Country', as: countryOfLocation },
        { of: 'CountryOrRegion', as: countryOfLocation },
        { of: '"location.countryOrRegion"', as: countryOfLocation },
      ],
      city: ['City', '"location.city"'],
      browser: ['Browser', '"deviceDetail.browser"'],
      os: ['OperatingSystem', 'OS', '"deviceDetail.operatingSystem"'],
      device_id: [
        { of: 'DeviceId', as: objectId },
        { of: '"deviceDetail.deviceId"', as: objectId },
      ],
    },
    orElse(inJsonText(graphColumns), {
      event_id: {
        of: [
          'CreatedDateTime',
          'UserPrincipalName',
          'IPAddress',
          'AppDisplayName',
          'AppId',
          'CorrelationId',
        ],
        as: hash,
      },
      country: { of: 'Location', as: countryOfLocation },
      city: { of: 'Location', as: cityOfLocation },
    }),
  ),
});
