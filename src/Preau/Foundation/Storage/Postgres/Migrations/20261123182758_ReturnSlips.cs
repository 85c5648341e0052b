using System;
using Microsoft.EntityFrameworkCore.Migrations;
using NodaTime;

#nullable disable

namespace Preau.Foundation.Storage.Postgres.Migrations
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
                type: "character varying(60)",
                maxLength: 60,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "exit_rights",
                columns: table => new
                {
                    establishment = table.Column<int>(type: "integer", nullable: false),
                    school_year = table.Column<short>(type: "smallint", nullable: false),
                    pupil = table.Column<Guid>(type: "uuid", nullable: false),
                    from = table.Column<LocalDate>(type: "date", nullable: false),
                    regime = table.Column<short>(type: "smallint", nullable: false),
                    said_at = table.Column<Instant>(type: "timestamp with time zone", nullable: false),
                    said_by = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_exit_rights", x => new { x.establishment, x.school_year, x.pupil, x.from });
                });

            migrationBuilder.CreateTable(
                name: "return_slips",
                columns: table => new
                {
                    establishment = table.Column<int>(type: "integer", nullable: false),
                    school_year = table.Column<short>(type: "smallint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    pupil = table.Column<Guid>(type: "uuid", nullable: false),
                    from = table.Column<LocalDate>(type: "date", nullable: false),
                    reason = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    asked_at = table.Column<Instant>(type: "timestamp with time zone", nullable: false),
                    asked_by = table.Column<Guid>(type: "uuid", nullable: true),
                    settled_at = table.Column<Instant>(type: "timestamp with time zone", nullable: true),
                    settled_by = table.Column<Guid>(type: "uuid", nullable: true),
                    position = table.Column<long>(type: "bigint", nullable: false)
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
