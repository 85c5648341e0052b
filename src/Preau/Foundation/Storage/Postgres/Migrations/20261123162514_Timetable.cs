using System;
using Microsoft.EntityFrameworkCore.Migrations;
using NodaTime;

#nullable disable

namespace Preau.Foundation.Storage.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Timetable : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "alternation_weeks",
                columns: table => new
                {
                    establishment = table.Column<int>(type: "integer", nullable: false),
                    school_year = table.Column<short>(type: "smallint", nullable: false),
                    alternation = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    monday = table.Column<LocalDate>(type: "date", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_alternation_weeks", x => new { x.establishment, x.school_year, x.alternation, x.monday });
                });

            migrationBuilder.CreateTable(
                name: "closures",
                columns: table => new
                {
                    establishment = table.Column<int>(type: "integer", nullable: false),
                    school_year = table.Column<short>(type: "smallint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    from = table.Column<LocalDate>(type: "date", nullable: false),
                    until = table.Column<LocalDate>(type: "date", nullable: false),
                    label = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<short>(type: "smallint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_closures", x => new { x.establishment, x.school_year, x.id });
                });

            migrationBuilder.CreateTable(
                name: "day_settings",
                columns: table => new
                {
                    establishment = table.Column<int>(type: "integer", nullable: false),
                    school_year = table.Column<short>(type: "smallint", nullable: false),
                    open_days = table.Column<short>(type: "smallint", nullable: false),
                    noon = table.Column<LocalTime>(type: "time", nullable: false),
                    late_after = table.Column<short>(type: "smallint", nullable: false),
                    opens_before = table.Column<short>(type: "smallint", nullable: false),
                    closes_after = table.Column<short>(type: "smallint", nullable: true),
                    absent_from = table.Column<short>(type: "smallint", nullable: true),
                    roll_per_hour = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_day_settings", x => new { x.establishment, x.school_year });
                });

            migrationBuilder.CreateTable(
                name: "lesson_teachers",
                columns: table => new
                {
                    establishment = table.Column<int>(type: "integer", nullable: false),
                    school_year = table.Column<short>(type: "smallint", nullable: false),
                    lesson = table.Column<Guid>(type: "uuid", nullable: false),
                    person = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_lesson_teachers", x => new { x.establishment, x.school_year, x.lesson, x.person });
                });

            migrationBuilder.CreateTable(
                name: "lessons",
                columns: table => new
                {
                    establishment = table.Column<int>(type: "integer", nullable: false),
                    school_year = table.Column<short>(type: "smallint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    group = table.Column<Guid>(type: "uuid", nullable: false),
                    subject = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    weekday = table.Column<int>(type: "integer", nullable: false),
                    alternation = table.Column<string>(type: "text", nullable: true),
                    start = table.Column<LocalTime>(type: "time", nullable: false),
                    end = table.Column<LocalTime>(type: "time", nullable: false),
                    from = table.Column<LocalDate>(type: "date", nullable: false),
                    until = table.Column<LocalDate>(type: "date", nullable: false),
                    room = table.Column<string>(type: "text", nullable: true),
                    source = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_lessons", x => new { x.establishment, x.school_year, x.id });
                });

            migrationBuilder.CreateTable(
                name: "terms",
                columns: table => new
                {
                    establishment = table.Column<int>(type: "integer", nullable: false),
                    school_year = table.Column<short>(type: "smallint", nullable: false),
                    number = table.Column<short>(type: "smallint", nullable: false),
                    label = table.Column<string>(type: "text", nullable: false),
                    from = table.Column<LocalDate>(type: "date", nullable: false),
                    until = table.Column<LocalDate>(type: "date", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_terms", x => new { x.establishment, x.school_year, x.number });
                });

            migrationBuilder.CreateTable(
                name: "timetable_changes",
                columns: table => new
                {
                    establishment = table.Column<int>(type: "integer", nullable: false),
                    school_year = table.Column<short>(type: "smallint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    lesson = table.Column<Guid>(type: "uuid", nullable: true),
                    group = table.Column<Guid>(type: "uuid", nullable: true),
                    teacher = table.Column<Guid>(type: "uuid", nullable: true),
                    substitute = table.Column<Guid>(type: "uuid", nullable: true),
                    from = table.Column<LocalDate>(type: "date", nullable: false),
                    until = table.Column<LocalDate>(type: "date", nullable: false),
                    start = table.Column<LocalTime>(type: "time", nullable: true),
                    end = table.Column<LocalTime>(type: "time", nullable: true),
                    to_date = table.Column<LocalDate>(type: "date", nullable: true),
                    to_start = table.Column<LocalTime>(type: "time", nullable: true),
                    to_end = table.Column<LocalTime>(type: "time", nullable: true),
                    subject = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: true),
                    room = table.Column<string>(type: "text", nullable: true),
                    @out = table.Column<short>(name: "out", type: "smallint", nullable: true),
                    said_at = table.Column<Instant>(type: "timestamp with time zone", nullable: false),
                    said_by = table.Column<Guid>(type: "uuid", nullable: true),
                    withdrawn_at = table.Column<Instant>(type: "timestamp with time zone", nullable: true),
                    withdrawn_by = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_timetable_changes", x => new { x.establishment, x.school_year, x.id });
                });

            migrationBuilder.CreateTable(
                name: "weekday_periods",
                columns: table => new
                {
                    establishment = table.Column<int>(type: "integer", nullable: false),
                    school_year = table.Column<short>(type: "smallint", nullable: false),
                    weekday = table.Column<int>(type: "integer", nullable: false),
                    number = table.Column<short>(type: "smallint", nullable: false),
                    label = table.Column<string>(type: "text", nullable: false),
                    start = table.Column<LocalTime>(type: "time", nullable: false),
                    end = table.Column<LocalTime>(type: "time", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_weekday_periods", x => new { x.establishment, x.school_year, x.weekday, x.number });
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "alternation_weeks");

            migrationBuilder.DropTable(
                name: "closures");

            migrationBuilder.DropTable(
                name: "day_settings");

            migrationBuilder.DropTable(
                name: "lesson_teachers");

            migrationBuilder.DropTable(
                name: "lessons");

            migrationBuilder.DropTable(
                name: "terms");

            migrationBuilder.DropTable(
                name: "timetable_changes");

            migrationBuilder.DropTable(
                name: "weekday_periods");
        }
    }
}
