export default function Home() {
  return (
    <main>
      <h1>Acme</h1>
      <a href="/sign-up">Sign up</a>
    </main>
  )
}
