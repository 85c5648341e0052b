using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Preau.Foundation.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class ReturnSlips : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "label",
                table: "rolls",
                type: "TEXT",
                maxLength: 60,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "exit_rights",
                columns: table => new
                {
                    establishment = table.Column<int>(type: "INTEGER", nullable: false),
                    school_year = table.Column<short>(type: "INTEGER", nullable: false),
                    pupil = table.Column<byte[]>(type: "BLOB", nullable: false),
                    from = table.Column<string>(type: "TEXT", nullable: false),
                    regime = table.Column<short>(type: "INTEGER", nullable: false),
                    said_at = table.Column<long>(type: "INTEGER", nullable: false),
                    said_by = table.Column<byte[]>(type: "BLOB", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_exit_rights", x => new { x.establishment, x.school_year, x.pupil, x.from });
                });

            migrationBuilder.CreateTable(
                name: "return_slips",
                columns: table => new
                {
                    establishment = table.Column<int>(type: "INTEGER", nullable: false),
                    school_year = table.Column<short>(type: "INTEGER", nullable: false),
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    pupil = table.Column<byte[]>(type: "BLOB", nullable: false),
                    from = table.Column<string>(type: "TEXT", nullable: false),
                    reason = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    asked_at = table.Column<long>(type: "INTEGER", nullable: false),
                    asked_by = table.Column<byte[]>(type: "BLOB", nullable: true),
                    settled_at = table.Column<long>(type: "INTEGER", nullable: true),
                    settled_by = table.Column<byte[]>(type: "BLOB", nullable: true),
                    position = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_return_slips", x => new { x.establishment, x.school_year, x.id });
                });

            migrationBuilder.CreateIndex(
                name: "ix_return_slips_establishment_school_year_position",
                table: "return_slips",
                columns: new[] { "establishment", "school_year", "position" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "exit_rights");

            migrationBuilder.DropTable(
                name: "return_slips");

            migrationBuilder.DropColumn(
                name: "label",
                table: "rolls");
        }
    }
}
