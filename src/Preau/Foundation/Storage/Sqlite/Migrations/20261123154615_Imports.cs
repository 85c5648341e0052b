using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Preau.Foundation.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Imports : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "guardians",
                columns: table => new
                {
                    establishment = table.Column<int>(type: "INTEGER", nullable: false),
                    school_year = table.Column<short>(type: "INTEGER", nullable: false),
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    family_name = table.Column<string>(type: "TEXT", nullable: false),
                    first_name = table.Column<string>(type: "TEXT", nullable: true),
                    civility = table.Column<string>(type: "TEXT", nullable: true),
                    personne_id = table.Column<string>(type: "TEXT", nullable: true),
                    home_phone = table.Column<string>(type: "TEXT", nullable: true),
                    mobile_phone = table.Column<string>(type: "TEXT", nullable: true),
                    work_phone = table.Column<string>(type: "TEXT", nullable: true),
                    email = table.Column<string>(type: "TEXT", nullable: true),
                    accepts_texts = table.Column<bool>(type: "INTEGER", nullable: true),
                    address = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_guardians", x => new { x.establishment, x.school_year, x.id });
                });

            migrationBuilder.CreateTable(
                name: "guardianships",
                columns: table => new
                {
                    establishment = table.Column<int>(type: "INTEGER", nullable: false),
                    school_year = table.Column<short>(type: "INTEGER", nullable: false),
                    guardian = table.Column<byte[]>(type: "BLOB", nullable: false),
                    pupil = table.Column<byte[]>(type: "BLOB", nullable: false),
                    from = table.Column<string>(type: "TEXT", nullable: false),
                    until = table.Column<string>(type: "TEXT", nullable: true),
                    relation = table.Column<string>(type: "TEXT", nullable: true),
                    level = table.Column<short>(type: "INTEGER", nullable: true),
                    first_contact = table.Column<bool>(type: "INTEGER", nullable: true),
                    lives_with = table.Column<bool>(type: "INTEGER", nullable: true),
                    pays = table.Column<bool>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_guardianships", x => new { x.establishment, x.school_year, x.guardian, x.pupil });
                });

            migrationBuilder.CreateTable(
                name: "imports",
                columns: table => new
                {
                    establishment = table.Column<int>(type: "INTEGER", nullable: false),
                    school_year = table.Column<short>(type: "INTEGER", nullable: false),
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    by = table.Column<byte[]>(type: "BLOB", nullable: true),
                    files = table.Column<string>(type: "TEXT", nullable: false),
                    counts = table.Column<string>(type: "TEXT", nullable: false),
                    changes = table.Column<byte[]>(type: "BLOB", nullable: false),
                    undone_at = table.Column<long>(type: "INTEGER", nullable: true),
                    undone_by = table.Column<byte[]>(type: "BLOB", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_imports", x => new { x.establishment, x.school_year, x.id });
                });

            migrationBuilder.CreateIndex(
                name: "ix_guardians_establishment_school_year_personne_id",
                table: "guardians",
                columns: new[] { "establishment", "school_year", "personne_id" });

            migrationBuilder.CreateIndex(
                name: "ix_guardianships_establishment_school_year_pupil",
                table: "guardianships",
                columns: new[] { "establishment", "school_year", "pupil" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "guardians");

            migrationBuilder.DropTable(
                name: "guardianships");

            migrationBuilder.DropTable(
                name: "imports");
        }
    }
}
