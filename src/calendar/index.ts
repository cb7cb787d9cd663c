/** Calendar files of maintenance, for those who tell customers. */
export { type CalendarFile, calendarFiles } from './calendar-files.ts';
export { type MaintenanceStatus, maintenanceCalendar, type Notice, type Provider } from './maintenance-calendar.ts';
