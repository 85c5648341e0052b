using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Preau.Foundation.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class SeatsAndPhotos : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "photos",
                columns: table => new
                {
                    establishment = table.Column<int>(type: "INTEGER", nullable: false),
                    school_year = table.Column<short>(type: "INTEGER", nullable: false),
                    pupil = table.Column<byte[]>(type: "BLOB", nullable: false),
                    hash = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    type = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    bytes = table.Column<byte[]>(type: "BLOB", nullable: false),
                    given_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_photos", x => new { x.establishment, x.school_year, x.pupil });
                });

            migrationBuilder.CreateTable(
                name: "seating_plans",
                columns: table => new
                {
                    establishment = table.Column<int>(type: "INTEGER", nullable: false),
                    school_year = table.Column<short>(type: "INTEGER", nullable: false),
                    person = table.Column<byte[]>(type: "BLOB", nullable: false),
                    group = table.Column<byte[]>(type: "BLOB", nullable: false),
                    room = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    position = table.Column<long>(type: "INTEGER", nullable: false),
                    arranged_at = table.Column<long>(type: "INTEGER", nullable: false),
                    columns = table.Column<short>(type: "INTEGER", nullable: false),
                    rows = table.Column<short>(type: "INTEGER", nullable: false),
                    seats = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_seating_plans", x => new { x.establishment, x.school_year, x.person, x.group, x.room });
                });

            migrationBuilder.CreateIndex(
                name: "ix_photos_establishment_hash",
                table: "photos",
                columns: new[] { "establishment", "hash" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "photos");

            migrationBuilder.DropTable(
                name: "seating_plans");
        }
    }
}
