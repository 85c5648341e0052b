using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Preau.Foundation.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class TeacherNumbers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "teacher_numbers",
                columns: table => new
                {
                    establishment = table.Column<int>(type: "INTEGER", nullable: false),
                    school_year = table.Column<short>(type: "INTEGER", nullable: false),
                    person = table.Column<byte[]>(type: "BLOB", nullable: false),
                    number = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_teacher_numbers", x => new { x.establishment, x.school_year, x.person });
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "teacher_numbers");
        }
    }
}
