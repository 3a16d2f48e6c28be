/** Departments with their share of the people, and what the people are called. */
export interface Department {
  readonly name: string;
  readonly share: number;
  readonly titles: readonly string[];
  /** The SharePoint site they work on. */
  readonly site: string;
}

export const departments: readonly Department[] = [
  { name: 'Sales', share: 34, titles: ['Manager', 'Coordinator', 'Associate', 'Associate'], site: 'Sales' },
  { name: 'Logistics', share: 18, titles: ['Manager', 'Planner', 'Associate', 'Associate'], site: 'Logistics' },
  { name: 'Purchasing', share: 14, titles: ['Manager', 'Buyer', 'Buyer', 'Associate'], site: 'Purchasing' },
  { name: 'Accounting', share: 9, titles: ['Manager', 'Accountant', 'Accountant', 'Clerk'], site: 'Accounting' },
  { name: 'General Affairs', share: 7, titles: ['Manager', 'Associate', 'Clerk'], site: 'GeneralAffairs' },
  { name: 'Human Resources', share: 5, titles: ['Manager', 'Associate'], site: 'HumanResources' },
  { name: 'Legal', share: 3, titles: ['Counsel', 'Associate'], site: 'Legal' },
  { name: 'IT', share: 4, titles: ['Engineer', 'Engineer', 'Help desk'], site: 'IT' },
  { name: 'Executive', share: 3, titles: ['Director', 'Executive officer', 'Assistant'], site: 'Executive' },
  { name: 'Quality', share: 3, titles: ['Manager', 'Inspector'], site: 'Quality' },
]; // prettier-ignore
