using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Preau.Foundation.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Day : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "from_time",
                table: "marks",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "note",
                table: "marks",
                type: "TEXT",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "until_time",
                table: "marks",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "known_absences",
                columns: table => new
                {
                    establishment = table.Column<int>(type: "INTEGER", nullable: false),
                    school_year = table.Column<short>(type: "INTEGER", nullable: false),
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    pupil = table.Column<byte[]>(type: "BLOB", nullable: false),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    from = table.Column<string>(type: "TEXT", nullable: false),
                    until = table.Column<string>(type: "TEXT", nullable: false),
                    start = table.Column<string>(type: "TEXT", nullable: true),
                    end = table.Column<string>(type: "TEXT", nullable: true),
                    weekday = table.Column<int>(type: "INTEGER", nullable: true),
                    every_weeks = table.Column<short>(type: "INTEGER", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: true),
                    said_by_family = table.Column<string>(type: "TEXT", nullable: true),
                    said_at = table.Column<long>(type: "INTEGER", nullable: false),
                    said_by = table.Column<byte[]>(type: "BLOB", nullable: true),
                    withdrawn_at = table.Column<long>(type: "INTEGER", nullable: true),
                    withdrawn_by = table.Column<byte[]>(type: "BLOB", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_known_absences", x => new { x.establishment, x.school_year, x.id });
                });

            migrationBuilder.CreateTable(
                name: "mark_kinds",
                columns: table => new
                {
                    establishment = table.Column<int>(type: "INTEGER", nullable: false),
                    school_year = table.Column<short>(type: "INTEGER", nullable: false),
                    code = table.Column<string>(type: "TEXT", maxLength: 2, nullable: false),
                    label = table.Column<string>(type: "TEXT", nullable: false),
                    counts_as_absence = table.Column<bool>(type: "INTEGER", nullable: false),
                    under_responsibility = table.Column<bool>(type: "INTEGER", nullable: false),
                    counts_as_lateness = table.Column<bool>(type: "INTEGER", nullable: false),
                    justification_due = table.Column<bool>(type: "INTEGER", nullable: false),
                    from_rank = table.Column<short>(type: "INTEGER", nullable: false),
                    shown_to_families = table.Column<bool>(type: "INTEGER", nullable: false),
                    lasts = table.Column<bool>(type: "INTEGER", nullable: false),
                    in_room = table.Column<bool>(type: "INTEGER", nullable: false),
                    hidden = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_mark_kinds", x => new { x.establishment, x.school_year, x.code });
                });

            migrationBuilder.CreateTable(
                name: "problem_reports",
                columns: table => new
                {
                    establishment = table.Column<int>(type: "INTEGER", nullable: false),
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    subject = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    text = table.Column<string>(type: "TEXT", nullable: false),
                    page = table.Column<string>(type: "TEXT", nullable: true),
                    version = table.Column<string>(type: "TEXT", nullable: true),
                    device = table.Column<byte[]>(type: "BLOB", nullable: true),
                    author = table.Column<byte[]>(type: "BLOB", nullable: false),
                    written_at = table.Column<long>(type: "INTEGER", nullable: false),
                    received_at = table.Column<long>(type: "INTEGER", nullable: false),
                    reply = table.Column<string>(type: "TEXT", nullable: true),
                    replied_by = table.Column<byte[]>(type: "BLOB", nullable: true),
                    closed_at = table.Column<long>(type: "INTEGER", nullable: true),
                    closed_by = table.Column<byte[]>(type: "BLOB", nullable: true)
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
