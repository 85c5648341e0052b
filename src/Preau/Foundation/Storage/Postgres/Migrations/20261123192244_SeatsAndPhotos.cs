using System;
using Microsoft.EntityFrameworkCore.Migrations;
using NodaTime;

#nullable disable

namespace Preau.Foundation.Storage.Postgres.Migrations
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
                    establishment = table.Column<int>(type: "integer", nullable: false),
                    school_year = table.Column<short>(type: "smallint", nullable: false),
                    pupil = table.Column<Guid>(type: "uuid", nullable: false),
                    hash = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    type = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    bytes = table.Column<byte[]>(type: "bytea", nullable: false),
                    given_at = table.Column<Instant>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_photos", x => new { x.establishment, x.school_year, x.pupil });
                });

            migrationBuilder.CreateTable(
                name: "seating_plans",
                columns: table => new
                {
                    establishment = table.Column<int>(type: "integer", nullable: false),
                    school_year = table.Column<short>(type: "smallint", nullable: false),
                    person = table.Column<Guid>(type: "uuid", nullable: false),
                    group = table.Column<Guid>(type: "uuid", nullable: false),
                    room = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    position = table.Column<long>(type: "bigint", nullable: false),
                    arranged_at = table.Column<Instant>(type: "timestamp with time zone", nullable: false),
                    columns = table.Column<short>(type: "smallint", nullable: false),
                    rows = table.Column<short>(type: "smallint", nullable: false),
                    seats = table.Column<byte[]>(type: "bytea", nullable: false)
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
