using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Preau.Foundation.Storage.Sqlite.Migrations
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
                    establishment = table.Column<int>(type: "INTEGER", nullable: false),
                    school_year = table.Column<short>(type: "INTEGER", nullable: false),
                    alternation = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    monday = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_alternation_weeks", x => new { x.establishment, x.school_year, x.alternation, x.monday });
                });

            migrationBuilder.CreateTable(
                name: "closures",
                columns: table => new
                {
                    establishment = table.Column<int>(type: "INTEGER", nullable: false),
                    school_year = table.Column<short>(type: "INTEGER", nullable: false),
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    from = table.Column<string>(type: "TEXT", nullable: false),
                    until = table.Column<string>(type: "TEXT", nullable: false),
                    label = table.Column<string>(type: "TEXT", nullable: false),
                    kind = table.Column<short>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_closures", x => new { x.establishment, x.school_year, x.id });
                });

            migrationBuilder.CreateTable(
                name: "day_settings",
                columns: table => new
                {
                    establishment = table.Column<int>(type: "INTEGER", nullable: false),
                    school_year = table.Column<short>(type: "INTEGER", nullable: false),
                    open_days = table.Column<short>(type: "INTEGER", nullable: false),
                    noon = table.Column<string>(type: "TEXT", nullable: false),
                    late_after = table.Column<short>(type: "INTEGER", nullable: false),
                    opens_before = table.Column<short>(type: "INTEGER", nullable: false),
                    closes_after = table.Column<short>(type: "INTEGER", nullable: true),
                    absent_from = table.Column<short>(type: "INTEGER", nullable: true),
                    roll_per_hour = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_day_settings", x => new { x.establishment, x.school_year });
                });

            migrationBuilder.CreateTable(
                name: "lesson_teachers",
                columns: table => new
                {
                    establishment = table.Column<int>(type: "INTEGER", nullable: false),
                    school_year = table.Column<short>(type: "INTEGER", nullable: false),
                    lesson = table.Column<byte[]>(type: "BLOB", nullable: false),
                    person = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_lesson_teachers", x => new { x.establishment, x.school_year, x.lesson, x.person });
                });

            migrationBuilder.CreateTable(
                name: "lessons",
                columns: table => new
                {
                    establishment = table.Column<int>(type: "INTEGER", nullable: false),
                    school_year = table.Column<short>(type: "INTEGER", nullable: false),
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    group = table.Column<byte[]>(type: "BLOB", nullable: false),
                    subject = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    weekday = table.Column<int>(type: "INTEGER", nullable: false),
                    alternation = table.Column<string>(type: "TEXT", nullable: true),
                    start = table.Column<string>(type: "TEXT", nullable: false),
                    end = table.Column<string>(type: "TEXT", nullable: false),
                    from = table.Column<string>(type: "TEXT", nullable: false),
                    until = table.Column<string>(type: "TEXT", nullable: false),
                    room = table.Column<string>(type: "TEXT", nullable: true),
                    source = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_lessons", x => new { x.establishment, x.school_year, x.id });
                });

            migrationBuilder.CreateTable(
                name: "terms",
                columns: table => new
                {
                    establishment = table.Column<int>(type: "INTEGER", nullable: false),
                    school_year = table.Column<short>(type: "INTEGER", nullable: false),
                    number = table.Column<short>(type: "INTEGER", nullable: false),
                    label = table.Column<string>(type: "TEXT", nullable: false),
                    from = table.Column<string>(type: "TEXT", nullable: false),
                    until = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_terms", x => new { x.establishment, x.school_year, x.number });
                });

            migrationBuilder.CreateTable(
                name: "timetable_changes",
                columns: table => new
                {
                    establishment = table.Column<int>(type: "INTEGER", nullable: false),
                    school_year = table.Column<short>(type: "INTEGER", nullable: false),
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    kind = table.Column<short>(type: "INTEGER", nullable: false),
                    lesson = table.Column<byte[]>(type: "BLOB", nullable: true),
                    group = table.Column<byte[]>(type: "BLOB", nullable: true),
                    teacher = table.Column<byte[]>(type: "BLOB", nullable: true),
                    substitute = table.Column<byte[]>(type: "BLOB", nullable: true),
                    from = table.Column<string>(type: "TEXT", nullable: false),
                    until = table.Column<string>(type: "TEXT", nullable: false),
                    start = table.Column<string>(type: "TEXT", nullable: true),
                    end = table.Column<string>(type: "TEXT", nullable: true),
                    to_date = table.Column<string>(type: "TEXT", nullable: true),
                    to_start = table.Column<string>(type: "TEXT", nullable: true),
                    to_end = table.Column<string>(type: "TEXT", nullable: true),
                    subject = table.Column<string>(type: "TEXT", maxLength: 80, nullable: true),
                    room = table.Column<string>(type: "TEXT", nullable: true),
                    @out = table.Column<short>(name: "out", type: "INTEGER", nullable: true),
                    said_at = table.Column<long>(type: "INTEGER", nullable: false),
                    said_by = table.Column<byte[]>(type: "BLOB", nullable: true),
                    withdrawn_at = table.Column<long>(type: "INTEGER", nullable: true),
                    withdrawn_by = table.Column<byte[]>(type: "BLOB", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_timetable_changes", x => new { x.establishment, x.school_year, x.id });
                });

            migrationBuilder.CreateTable(
                name: "weekday_periods",
                columns: table => new
                {
                    establishment = table.Column<int>(type: "INTEGER", nullable: false),
                    school_year = table.Column<short>(type: "INTEGER", nullable: false),
                    weekday = table.Column<int>(type: "INTEGER", nullable: false),
                    number = table.Column<short>(type: "INTEGER", nullable: false),
                    label = table.Column<string>(type: "TEXT", nullable: false),
                    start = table.Column<string>(type: "TEXT", nullable: false),
                    end = table.Column<string>(type: "TEXT", nullable: false)
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
