/** What an ordinary company writes and files: subjects, senders outside, file names. */

export const subjects = [
  'Weekly sales meeting', 'Quotation for order {n}', 'Re: Quotation for order {n}', 'Shipping schedule for {month}', 'Invoice {n}',
  'Re: Invoice {n}', 'Delivery date of order {n}', 'Minutes of the meeting', 'Request for approval {n}', 'Travel expenses {month}',
  'Vacation request', 'Sample shipment {n}', 'Re: Sample shipment {n}', 'Price list {month}', 'Customs documents for {n}',
  'Packing list {n}', 'Letter of credit {n}', 'Contract draft {n}', 'Re: Contract draft {n}', 'Visitor on Thursday',
  'New supplier registration', 'Claim for damaged goods {n}', 'Re: Claim for damaged goods {n}', 'Forecast for next quarter', 'Inventory check {month}',
  'Fwd: Certificate of origin {n}', 'Call back request', 'Training for new staff', 'Budget {month}', 'Notice: system maintenance',
] as const; // prettier-ignore

export const fileNames = [
  'Quotation {n}.xlsx', 'Sales report {month}.xlsx', 'Price list {month}.xlsx', 'Contract {n}.docx', 'Meeting minutes {n}.docx',
  'Shipping schedule {month}.xlsx', 'Invoice {n}.pdf', 'Packing list {n}.pdf', 'Product catalogue.pptx', 'Budget {month}.xlsx',
  'Supplier list.xlsx', 'Customs form {n}.pdf', 'Inspection report {n}.docx', 'Travel expenses {month}.xlsx', 'Manual.docx',
] as const; // prettier-ignore

export const folders = [
  'General',
  'Customers',
  'Suppliers',
  'Reports',
  '2024',
  'Archive',
  'Templates',
] as const;

/** Rules that people really make. */
export const ordinaryRules = [
  { name: 'Newsletters', parameters: [['FromAddressContainsWords', 'newsletter'], ['MoveToFolder', 'Newsletters'], ['StopProcessingRules', 'True']] },
  { name: 'Customs', parameters: [['SubjectContainsWords', 'customs'], ['MoveToFolder', 'Customs'], ['StopProcessingRules', 'True']] },
  { name: 'System notices', parameters: [['SubjectContainsWords', 'Notice:'], ['MarkAsRead', 'True'], ['MoveToFolder', 'Notices'], ['StopProcessingRules', 'True']] },
  { name: 'Boss', parameters: [['From', 'manager'], ['MarkImportance', 'High'], ['StopProcessingRules', 'False']] },
  { name: 'Projects', parameters: [['SubjectOrBodyContainsWords', 'project'], ['MoveToFolder', 'Projects'], ['StopProcessingRules', 'True']] },
] as const; // prettier-ignore

/** Companies that write to this one, without the partner of the scenario. */
export const outsideDomains = [
  'oceanfreight.example', 'kanto-parts.example', 'nippon-pack.example', 'harborbank.example', 'metalworks.example',
  'shinwa-logi.example', 'airship.example', 'papermill.example', 'taxoffice.example', 'officegoods.example',
] as const; // prettier-ignore

export const months = [
  'January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December',
] as const; // prettier-ignore
