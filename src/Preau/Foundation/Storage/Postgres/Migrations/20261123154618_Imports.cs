using System;
using Microsoft.EntityFrameworkCore.Migrations;
using NodaTime;

#nullable disable

namespace Preau.Foundation.Storage.Postgres.Migrations
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
                    establishment = table.Column<int>(type: "integer", nullable: false),
                    school_year = table.Column<short>(type: "smallint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    family_name = table.Column<string>(type: "text", nullable: false),
                    first_name = table.Column<string>(type: "text", nullable: true),
                    civility = table.Column<string>(type: "text", nullable: true),
                    personne_id = table.Column<string>(type: "text", nullable: true),
                    home_phone = table.Column<string>(type: "text", nullable: true),
                    mobile_phone = table.Column<string>(type: "text", nullable: true),
                    work_phone = table.Column<string>(type: "text", nullable: true),
                    email = table.Column<string>(type: "text", nullable: true),
                    accepts_texts = table.Column<bool>(type: "boolean", nullable: true),
                    address = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_guardians", x => new { x.establishment, x.school_year, x.id });
                });

            migrationBuilder.CreateTable(
                name: "guardianships",
                columns: table => new
                {
                    establishment = table.Column<int>(type: "integer", nullable: false),
                    school_year = table.Column<short>(type: "smallint", nullable: false),
                    guardian = table.Column<Guid>(type: "uuid", nullable: false),
                    pupil = table.Column<Guid>(type: "uuid", nullable: false),
                    from = table.Column<LocalDate>(type: "date", nullable: false),
                    until = table.Column<LocalDate>(type: "date", nullable: true),
                    relation = table.Column<string>(type: "text", nullable: true),
                    level = table.Column<short>(type: "smallint", nullable: true),
                    first_contact = table.Column<bool>(type: "boolean", nullable: true),
                    lives_with = table.Column<bool>(type: "boolean", nullable: true),
                    pays = table.Column<bool>(type: "boolean", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_guardianships", x => new { x.establishment, x.school_year, x.guardian, x.pupil });
                });

            migrationBuilder.CreateTable(
                name: "imports",
                columns: table => new
                {
                    establishment = table.Column<int>(type: "integer", nullable: false),
                    school_year = table.Column<short>(type: "smallint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<Instant>(type: "timestamp with time zone", nullable: false),
                    by = table.Column<Guid>(type: "uuid", nullable: true),
                    files = table.Column<string>(type: "text", nullable: false),
                    counts = table.Column<string>(type: "text", nullable: false),
                    changes = table.Column<byte[]>(type: "bytea", nullable: false),
                    undone_at = table.Column<Instant>(type: "timestamp with time zone", nullable: true),
                    undone_by = table.Column<Guid>(type: "uuid", nullable: true)
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
