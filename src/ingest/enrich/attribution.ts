/**
 * What the licences of the built-in IP data ask for: every document and page that shows a country
 * or network says this, and a web page links to DB-IP (DBIP-LICENSE, NRO_LICENSE and
 * ROUTEVIEWS-LICENSE of the packages `@ip-location-db/*`; all CC BY 4.0).
 */
export const ipDataAttribution = {
  text: 'IP Geolocation by DB-IP; network data by RouteViews and the Number Resource Organization (NRO); merged by ip-location-db. CC BY 4.0.',
  links: [
    { text: 'IP Geolocation by DB-IP', url: 'https://db-ip.com' },
    { text: 'RouteViews', url: 'https://www.routeviews.org' },
    { text: 'NRO', url: 'https://www.nro.net' },
    { text: 'ip-location-db', url: 'https://github.com/sapics/ip-location-db' },
  ],
} as const;
