/** The models of `supabase/seed.sql`, by the vendor whose wire format they speak. */
export const seeded = {
  openai: '0f6c1a52-7d0e-4c1b-9a53-51d1c0a60001',
  anthropic: '0f6c1a52-7d0e-4c1b-9a53-51d1c0a60002',
} as const;

/** The prompt of the pirate there. */
export const pirate = '0f6c1a52-7d0e-4c1b-9a53-51d1c0a60103';
