using System;
using Microsoft.EntityFrameworkCore.Migrations;
using NodaTime;

#nullable disable

namespace Preau.Foundation.Storage.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Day : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<LocalTime>(
                name: "from_time",
                table: "marks",
                type: "time",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "note",
                table: "marks",
                type: "character varying(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<LocalTime>(
                name: "until_time",
                table: "marks",
                type: "time",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "known_absences",
                columns: table => new
                {
                    establishment = table.Column<int>(type: "integer", nullable: false),
                    school_year = table.Column<short>(type: "smallint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    pupil = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    from = table.Column<LocalDate>(type: "date", nullable: false),
                    until = table.Column<LocalDate>(type: "date", nullable: false),
                    start = table.Column<LocalTime>(type: "time", nullable: true),
                    end = table.Column<LocalTime>(type: "time", nullable: true),
                    weekday = table.Column<int>(type: "integer", nullable: true),
                    every_weeks = table.Column<short>(type: "smallint", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: true),
                    said_by_family = table.Column<string>(type: "text", nullable: true),
                    said_at = table.Column<Instant>(type: "timestamp with time zone", nullable: false),
                    said_by = table.Column<Guid>(type: "uuid", nullable: true),
                    withdrawn_at = table.Column<Instant>(type: "timestamp with time zone", nullable: true),
                    withdrawn_by = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_known_absences", x => new { x.establishment, x.school_year, x.id });
                });

            migrationBuilder.CreateTable(
                name: "mark_kinds",
                columns: table => new
                {
                    establishment = table.Column<int>(type: "integer", nullable: false),
                    school_year = table.Column<short>(type: "smallint", nullable: false),
                    code = table.Column<string>(type: "character varying(2)", maxLength: 2, nullable: false),
                    label = table.Column<string>(type: "text", nullable: false),
                    counts_as_absence = table.Column<bool>(type: "boolean", nullable: false),
                    under_responsibility = table.Column<bool>(type: "boolean", nullable: false),
                    counts_as_lateness = table.Column<bool>(type: "boolean", nullable: false),
                    justification_due = table.Column<bool>(type: "boolean", nullable: false),
                    from_rank = table.Column<short>(type: "smallint", nullable: false),
                    shown_to_families = table.Column<bool>(type: "boolean", nullable: false),
                    lasts = table.Column<bool>(type: "boolean", nullable: false),
                    in_room = table.Column<bool>(type: "boolean", nullable: false),
                    hidden = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_mark_kinds", x => new { x.establishment, x.school_year, x.code });
                });

            migrationBuilder.CreateTable(
                name: "problem_reports",
                columns: table => new
                {
                    establishment = table.Column<int>(type: "integer", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    subject = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    page = table.Column<string>(type: "text", nullable: true),
                    version = table.Column<string>(type: "text", nullable: true),
                    device = table.Column<Guid>(type: "uuid", nullable: true),
                    author = table.Column<Guid>(type: "uuid", nullable: false),
                    written_at = table.Column<Instant>(type: "timestamp with time zone", nullable: false),
                    received_at = table.Column<Instant>(type: "timestamp with time zone", nullable: false),
                    reply = table.Column<string>(type: "text", nullable: true),
                    replied_by = table.Column<Guid>(type: "uuid", nullable: true),
                    closed_at = table.Column<Instant>(type: "timestamp with time zone", nullable: true),
                    closed_by = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_problem_reports", x => new { x.establishment, x.id });
                });

            migrationBuilder.CreateIndex(
                name: "ix_known_absences_establishment_school_year_pupil",
                table: "known_absences",
                columns: new[] { "establishment", "school_year", "pupil" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "known_absences");

            migrationBuilder.DropTable(
                name: "mark_kinds");

            migrationBuilder.DropTable(
                name: "problem_reports");

            migrationBuilder.DropColumn(
                name: "from_time",
                table: "marks");

            migrationBuilder.DropColumn(
                name: "note",
                table: "marks");

            migrationBuilder.DropColumn(
                name: "until_time",
                table: "marks");
        }
    }
}
